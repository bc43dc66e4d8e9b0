import type { TraceLine } from '../../../shared/api/dry-run.ts';
import { useReasonText } from '../shell/use-reason-text.ts';
import { useText } from '../shell/use-text.ts';

const SIGNS = { yes: '✓', no: '✗', info: '·' } as const;
/** More noes in a row than this are folded. */
const FOLD_ABOVE = 3;

type Run = { readonly key: number; readonly isFolded: boolean; readonly lines: readonly TraceLine[] };

/** Lines in their order; a long row of noes of one stage is one fold. */
export function foldNoes(lines: readonly TraceLine[]): readonly Run[] {
  const runs: { key: number; stage: string; isNo: boolean; lines: TraceLine[] }[] = [];
  lines.forEach((line, index) => {
    const last = runs.at(-1);
    const isNo = line.verdict === 'no';
    if (last !== undefined && last.isNo === isNo && last.stage === line.stage) last.lines.push(line);
    else runs.push({ key: index, stage: line.stage, isNo, lines: [line] });
  });
  return runs.map(({ key, isNo, lines: own }) => ({
    key,
    isFolded: isNo && own.length > FOLD_ABOVE,
    lines: own,
  }));
}

/** Every rule that was asked, with yes or no and why. */
export function TraceList({ trace }: { readonly trace: readonly TraceLine[] }) {
  const { t } = useText();
  return (
    <ol className="c-trace">
      {foldNoes(trace).map(({ key, isFolded, lines }) =>
        isFolded ? (
          <li key={key}>
            <details>
              <summary>
                <span className="c-trace-stage">{t(`dryRun.stage-${lines[0]!.stage}`)}</span>
                <span className="c-trace-no">✗ {t('dryRun.noes', { count: lines.length })}</span>
              </summary>
              <ol className="c-trace">
                {lines.map((line, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
                  <Line key={index} line={line} />
                ))}
              </ol>
            </details>
          </li>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
          lines.map((line, index) => <Line key={`${key}-${index}`} line={line} />)
        ),
      )}
    </ol>
  );
}

function Line({ line }: { readonly line: TraceLine }) {
  const { t } = useText();
  const reasonText = useReasonText();
  const { stage, verdict, reason, because, condition } = line;
  return (
    <li className="c-trace-line">
      <span className="c-trace-stage">{t(`dryRun.stage-${stage}`)}</span>
      <span className={`c-trace-${verdict}`}>
        {SIGNS[verdict]}
        <span className="visually-hidden"> {t(`dryRun.verdict-${verdict}`)}</span>
      </span>
      <span>
        {reasonText(reason)} <small className="c-note">{t('rule', { code: reason.code })}</small>
        {because === undefined ? null : <span className="c-trace-why">{reasonText(because)}</span>}
        {condition === undefined ? null : (
          <details>
            <summary className="c-note">{t('dryRun.condition')}</summary>
            <ul className="c-trace-parts c-id">
              {condition.map((part, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity
                <li key={index} style={{ paddingInlineStart: `${part.depth}rem` }}>
                  {part.holds ? '✓' : '✗'} {part.text}
                </li>
              ))}
            </ul>
          </details>
        )}
      </span>
    </li>
  );
}
