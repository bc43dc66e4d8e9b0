import type { ReactNode } from 'react';
import type { Problem } from '../../session/api.ts';
import { problemText } from './problem-text.ts';
import type { Loaded } from './use-api.ts';
import { useText } from './use-text.ts';

/** Nothing here yet, and what to do next. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="c-empty">
      <p className="c-empty-title">{title}</p>
      {children === undefined ? null : <div className="c-empty-next">{children}</div>}
    </div>
  );
}

/** What went wrong, that nothing was lost, what to try. */
export function ProblemNote({ problem, retry }: { readonly problem: Problem; readonly retry?: () => void }) {
  const { t } = useText();
  return (
    <div className="c-problem" role="alert">
      <span>{problemText(t, problem)}</span>
      {retry === undefined ? null : (
        <button type="button" onClick={retry}>
          {t('retry')}
        </button>
      )}
    </div>
  );
}

/** What was refused, with every path that the server named. */
export function ProblemList({ problem }: { readonly problem: Problem }) {
  return (
    <>
      <ProblemNote problem={problem} />
      <ul>
        {problem.problems.map((each) => (
          <li key={each.path}>
            <span className="c-id">{each.path}</span> {each.message}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The frame around an answer of the server: on its way, refused, or there. */
export function LoadedView<T>({
  loaded,
  children,
}: {
  readonly loaded: Loaded<T>;
  readonly children: (value: T) => ReactNode;
}) {
  const { t } = useText();
  return (
    <>
      {loaded.problem === null ? null : <ProblemNote problem={loaded.problem} retry={loaded.reload} />}
      {loaded.value === null ? (
        loaded.isLoading ? (
          <p className="c-loading" role="status">
            {t('loading')}
          </p>
        ) : null
      ) : (
        children(loaded.value)
      )}
    </>
  );
}
