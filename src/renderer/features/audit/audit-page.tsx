import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { z } from 'zod';
import { auditPageSchema, auditVerifySchema } from '../../../shared/api/reports.ts';
import { dateTime } from '../../format/instant.ts';
import { count } from '../../format/number.ts';
import { api, type Problem } from '../../session/api.ts';
import { actorText } from '../incidents/entry-text.ts';
import { DiffView } from '../shell/diff-view.tsx';
import { Link } from '../shell/link.tsx';
import { Empty, ProblemNote } from '../shell/states.tsx';
import { queryOf } from '../shell/use-api.ts';
import { type Names, useNames, useZone } from '../shell/use-floor.ts';
import { useQueryState } from '../shell/use-query-state.ts';
import { useReasonText } from '../shell/use-reason-text.ts';
import { useText } from '../shell/use-text.ts';
import { dateStartMs, instantText } from '../shell/zoned.ts';

type Entry = z.infer<typeof auditPageSchema>['items'][number];
const DEFAULTS = { actor: '', action: '', target: '', q: '', from: '', to: '' };
const PAGE = 100;

/** Who changed what, when, and the proof that nobody changed it afterwards. */
export function AuditPage() {
  const { t, locale } = useText();
  const zone = useZone();
  const [query, change] = useQueryState(DEFAULTS);
  const path = useMemo(
    () =>
      `/api/v1/audit${queryOf({
        actor: query.actor,
        action: query.action,
        target: query.target,
        q: query.q,
        from: isDate(query.from) ? instantText(dateStartMs(query.from, zone)) : null,
        to: isDate(query.to) ? instantText(dateStartMs(query.to, zone, 1)) : null,
        limit: PAGE,
      })}`,
    [query, zone],
  );
  const { items, cursor, isLoading, problem, more, retry } = usePages(path);
  return (
    <div className="c-page">
      <header className="c-page-head">
        <h1>{t('audit.title')}</h1>
        <Verify />
      </header>
      <Filters query={query} onChange={change} />
      {problem === null ? null : <ProblemNote problem={problem} retry={retry} />}
      <ol className="c-audit">
        {items.map((entry) => (
          <AuditEntry key={entry.seq} entry={entry} zone={zone} />
        ))}
      </ol>
      {isLoading ? (
        <p className="c-loading">{t('loading')}</p>
      ) : items.length === 0 && problem === null ? (
        <Empty title={t('audit.none')}>
          <button type="button" onClick={() => change(DEFAULTS)}>
            {t('filter.clear')}
          </button>
        </Empty>
      ) : null}
      {cursor === null ? null : (
        <button type="button" disabled={isLoading} onClick={more}>
          {t('audit.more', { count: count(items.length, locale) })}
        </button>
      )}
    </div>
  );
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Pages of the audit, each read when asked for. */
function usePages(path: string) {
  const [items, setItems] = useState<readonly Entry[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const [isLoading, setLoading] = useState(true);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  const abort = useRef<AbortController | null>(null);
  const load = (next: string | null) => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    setLoading(true);
    setProblem(null);
    void api(next === null ? path : `${path}&cursor=${encodeURIComponent(next)}`, {
      schema: auditPageSchema,
      signal: mine.signal,
    }).then((result) => {
      if (mine.signal.aborted) return;
      setLoading(false);
      if (!result.ok) {
        setProblem(result.problem);
        return;
      }
      setItems((before) => (next === null ? result.value.items : [...before, ...result.value.items]));
      setCursor(result.value.nextCursor);
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query or round asks again
  useEffect(() => {
    const timer = setTimeout(() => load(null), 150);
    return () => {
      clearTimeout(timer);
      abort.current?.abort();
    };
  }, [path, round]);
  return { items, cursor, isLoading, problem, more: () => load(cursor), retry: () => setRound((n) => n + 1) };
}

function Filters({
  query,
  onChange,
}: {
  readonly query: typeof DEFAULTS;
  readonly onChange: (change: Partial<typeof DEFAULTS>) => void;
}) {
  const { t } = useText();
  const [draft, setDraft] = useState(query);
  useEffect(() => setDraft(query), [query]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(draft);
  };
  return (
    <form className="c-toolbar" onSubmit={submit}>
      {(['q', 'actor', 'action', 'target'] as const).map((key) => (
        <label key={key} className="c-field">
          <span>{t(`audit.${key}`)}</span>
          <input value={draft[key]} onChange={(event) => setDraft({ ...draft, [key]: event.target.value })} />
        </label>
      ))}
      {(['from', 'to'] as const).map((key) => (
        <label key={key} className="c-field">
          <span>{t(`filter.${key}`)}</span>
          <input
            type="date"
            value={draft[key]}
            onChange={(event) => setDraft({ ...draft, [key]: event.target.value })}
          />
        </label>
      ))}
      <button type="submit">{t('audit.search')}</button>
    </form>
  );
}

function AuditEntry({ entry, zone }: { readonly entry: Entry; readonly zone: string }) {
  const { t, locale } = useText();
  const reasonText = useReasonText();
  const names = useNames(locale);
  const hasDiff = (entry.before ?? null) !== null || (entry.after ?? null) !== null;
  const head = (
    <>
      <span className="c-faint">{entry.seq}</span>
      <time dateTime={entry.at}>{dateTime(entry.at, zone, locale)}</time>
      <b>{actorText(entry, names, t)}</b>
      <span title={entry.action}>{t(`common:action.${entry.action}`, { defaultValue: entry.action })}</span>
      <Target entry={entry} names={names} />
      {entry.reason === null ? null : (
        <span>
          {t('rule', { code: entry.reason.code })} · {reasonText(entry.reason)}
        </span>
      )}
    </>
  );
  return (
    <li>
      {hasDiff ? (
        <details>
          <summary>{head}</summary>
          <DiffView before={json(entry.before)} after={json(entry.after)} />
          <p className="c-note c-id">{entry.hash}</p>
        </details>
      ) : (
        <p className="c-audit-plain">{head}</p>
      )}
    </li>
  );
}

/** To what: a link to an incident, the names in what was written, else the id. */
function Target({ entry, names }: { readonly entry: Entry; readonly names: Names }) {
  const { t } = useText();
  const [kind = '', id = ''] = entry.target.split(':');
  if (kind === 'incident')
    return (
      <Link to={{ page: 'incident', id }} title={id}>
        {t('audit.incident')}
      </Link>
    );
  if (kind === 'user') return <span>{names.person(id)}</span>;
  const subject = subjectOf(entry.after ?? entry.before, names);
  return (
    <span title={entry.target}>{subject === '' && id !== '' ? <i className="c-id">{id}</i> : subject}</span>
  );
}

/** Whom or what a small record is about, by its name. */
function subjectOf(record: unknown, names: Names): string {
  if (typeof record !== 'object' || record === null) return '';
  const { schedule, user, subject, name, display } = record as Readonly<Record<string, unknown>>;
  const person = user ?? subject;
  return [
    typeof schedule === 'string' ? names.schedule(schedule) : '',
    typeof person === 'string' ? names.person(person) : '',
    typeof name === 'string' ? name : '',
    typeof display === 'string' ? display : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

const json = (value: unknown): string =>
  value === null || value === undefined ? '' : JSON.stringify(value, null, 2);

/** Checks the chain of hashes from the first entry to the last. */
function Verify() {
  const { t, locale } = useText();
  const [isBusy, setBusy] = useState(false);
  const [result, setResult] = useState<z.infer<typeof auditVerifySchema> | Problem | null>(null);
  const verify = async () => {
    setBusy(true);
    const answer = await api('/api/v1/audit/verify', { schema: auditVerifySchema, timeoutMs: 120_000 });
    setBusy(false);
    setResult(answer.ok ? answer.value : answer.problem);
  };
  return (
    <div className="c-verify">
      <button type="button" disabled={isBusy} onClick={() => void verify()}>
        {t(isBusy ? 'audit.verifying' : 'audit.verify')}
      </button>
      <span role="status">
        {result === null ? null : 'problems' in result ? (
          <ProblemNote problem={result} />
        ) : result.ok ? (
          <span className="c-good">
            {t('audit.sound', { count: count(result.entries, locale) })}{' '}
            <span className="c-id">{result.head.slice(0, 16)}…</span>
          </span>
        ) : (
          <span className="c-problem">{t('audit.broken', { seq: result.firstBad ?? '?' })}</span>
        )}
      </span>
    </div>
  );
}
