import { ROOT_PREFIX } from '../../../shared/config/mapping-path.ts';

/** What stands at a place: an element of a batch with the body around it, or the body twice. */
export interface Place {
  readonly item: unknown;
  readonly root: unknown;
}

/** A path made ready: finds what stands there, undefined where nothing does. Never throws. */
export type ReadPath = (place: Place) => unknown;

/** Prepares a path once. `root.x` looks into the whole body, then for a field that really is called `root`. */
export function compilePath(path: string): ReadPath {
  // `a.b[0].c` is `a.b.0.c`; a key that is spelled with brackets is no path (mapping-path.ts).
  const dotted = path.replace(/\[(\d+)\]/g, '.$1').replace(/^\./, '');
  if (!dotted.startsWith(ROOT_PREFIX)) return ({ item }) => valueAt(item, dotted);
  const rest = dotted.slice(ROOT_PREFIX.length);
  return ({ item, root }) => valueAt(root, rest) ?? valueAt(item, dotted);
}

/**
 * Follows a dotted path through own properties and list indexes. Where more of the path is itself a property it is
 * taken whole, the longest first at the end and the shortest first on the way, because names such as
 * `app.kubernetes.io/name` carry dots. Costs at most the square of the path's dots.
 */
function valueAt(root: unknown, path: string): unknown {
  let value = root;
  let rest = path;
  while (typeof value === 'object' && value !== null) {
    if (Object.hasOwn(value, rest)) return (value as Record<string, unknown>)[rest];
    let dot = rest.indexOf('.');
    while (dot >= 0 && !Object.hasOwn(value, rest.slice(0, dot))) dot = rest.indexOf('.', dot + 1);
    if (dot < 0) return undefined;
    value = (value as Record<string, unknown>)[rest.slice(0, dot)];
    rest = rest.slice(dot + 1);
  }
  return undefined;
}
