import { useText } from '../../shell/use-text.ts';
import { LinesInput } from './lines-input.tsx';
import { fromLines, type MappingDraft, questionIn, ruleIn, withPart, withQuestion } from './mapping-draft.ts';
import type { Target } from './targets.ts';

const linksIn = (draft: MappingDraft): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(draft.links) ? draft.links : [];
const asPaths = (value: unknown): string | readonly string[] | undefined =>
  typeof value === 'string' || Array.isArray(value) ? (value as string | readonly string[]) : undefined;

/** The list of events, the part kept as details, links, and what pages nobody. */
export function OtherRules({
  draft,
  isDisabled,
  onTarget,
  onChange,
}: {
  readonly draft: MappingDraft;
  readonly isDisabled: boolean;
  readonly onTarget: (target: Target) => void;
  readonly onChange: (draft: MappingDraft) => void;
}) {
  const { t } = useText();
  const links = linksIn(draft);
  const setLinks = (next: readonly object[]) =>
    onChange(withPart(draft, 'links', next.length === 0 ? undefined : next));
  return (
    <>
      <section className="m-field" aria-label={t('mapping.items')}>
        <h3>{t('mapping.items')}</h3>
        <p className="c-note">{t('mapping.itemsWhat')}</p>
        <LinesInput
          label={t('mapping.path')}
          value={asPaths(draft.items)}
          placeholder=""
          isDisabled={isDisabled}
          onChange={(value) =>
            onChange(withPart(draft, 'items', typeof value === 'object' ? value[0] : value))
          }
          onFocus={() => onTarget('items')}
        />
      </section>
      <section className="m-field" aria-label={t('mapping.links')}>
        <h3>{t('mapping.links')}</h3>
        {links.map((link, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a link is its place, its path is being typed
          <div key={index} className="m-pair">
            <input
              aria-label={t('mapping.linkText')}
              placeholder={t('mapping.linkText')}
              disabled={isDisabled}
              value={typeof link.text === 'string' ? link.text : ''}
              onChange={(event) =>
                setLinks(
                  links.map((each, at) =>
                    at === index ? withPart(each, 'text', event.target.value || undefined) : each,
                  ),
                )
              }
            />
            <LinesInput
              label={t('mapping.path')}
              value={asPaths(link.path)}
              placeholder={asPaths(link.template)?.toString() ?? ''}
              isDisabled={isDisabled}
              onChange={(value) =>
                setLinks(links.map((each, at) => (at === index ? withPart(each, 'path', value) : each)))
              }
              onFocus={() => onTarget(`link-${index}`)}
            />
            <button
              type="button"
              className="c-quiet"
              disabled={isDisabled}
              aria-label={t('mapping.removeLink', { n: index + 1 })}
              onClick={() => setLinks(links.filter((_, at) => at !== index))}
            >
              ×
            </button>
          </div>
        ))}
        <button
          type="button"
          className="c-quiet"
          disabled={isDisabled}
          onClick={() => {
            setLinks([...links, { path: '' }]);
            onTarget(`link-${links.length}`);
          }}
        >
          {t('mapping.addLink')}
        </button>
      </section>
      <section className="m-field" aria-label={t('mapping.details')}>
        <h3>{t('mapping.details')}</h3>
        <LinesInput
          label={t('mapping.detailsPath')}
          value={asPaths(ruleIn(draft, 'details').path)}
          placeholder=""
          isDisabled={isDisabled}
          onChange={(value) =>
            onChange(withPart(draft, 'details', value === undefined ? undefined : { path: value }))
          }
          onFocus={() => onTarget('details')}
        />
      </section>
      {(['ignore', 'test'] as const).map((name) => {
        const question = questionIn(draft, name);
        return (
          <section key={name} className="m-field" aria-label={t(`mapping.${name}`)}>
            <h3>{t(`mapping.${name}`)}</h3>
            {question === null ? (
              <p className="c-note">{t('mapping.inConfig')}</p>
            ) : (
              <div className="m-pair">
                <LinesInput
                  label={t('mapping.path')}
                  value={fromLines(question.field)}
                  placeholder=""
                  isDisabled={isDisabled}
                  onChange={(value) =>
                    onChange(withQuestion(draft, name, String(value ?? ''), question.value))
                  }
                  onFocus={() => onTarget(name)}
                />
                <span>{t('mapping.equals')}</span>
                <input
                  aria-label={t('mapping.word')}
                  disabled={isDisabled}
                  value={question.value}
                  onChange={(event) =>
                    onChange(withQuestion(draft, name, question.field, event.target.value))
                  }
                />
              </div>
            )}
          </section>
        );
      })}
    </>
  );
}
