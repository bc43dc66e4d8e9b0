import { KEY_BLANK } from '../../../../shared/api/integrations.ts';
import { CopyBlock } from '../../shell/copy-button.tsx';
import { useText } from '../../shell/use-text.ts';
import { GUIDED_TYPES, guideOf } from './snippets/guide-of.ts';
import { targetOf, testCommand, YOUR_KEY } from './test-command.ts';
import { useToolName } from './tool-name.tsx';

/**
 * Where the tool is to post, how to try it, and what to write into the tool.
 * @param addresses with or without the key; `secret` null: the key is not known here
 */
export function SetupGuide({
  type,
  addresses,
  secret,
}: {
  readonly type: string;
  readonly addresses: readonly string[];
  readonly secret: string | null;
}) {
  const { t } = useText();
  const toolName = useToolName();
  const key = secret ?? YOUR_KEY;
  const target = targetOf(addresses, key);
  const test = testCommand(type, target, t('integrations.testSummary'));
  return (
    <section className="c-card" aria-labelledby="c-setup">
      <h2 id="c-setup">{t('integrations.setup', { tool: toolName(type) })}</h2>
      <p>{t(`integrations.steps.${GUIDED_TYPES.includes(type) ? type : 'other'}`)}</p>
      {secret === null ? <p className="c-note">{t('integrations.keyHidden', { blank: YOUR_KEY })}</p> : null}
      <h3>{t('integrations.addresses')}</h3>
      {addresses.map((address) => (
        <CopyBlock key={address} text={address.replace(KEY_BLANK, encodeURIComponent(key))} />
      ))}
      {test === null ? null : (
        <div className="c-snippet c-test-command">
          <h3>{t('integrations.tryIt')}</h3>
          <CopyBlock text={test} />
        </div>
      )}
      {guideOf(type)
        .snippets(target)
        .map((snippet) => (
          <div key={snippet.title} className="c-snippet">
            <h3>{snippet.title}</h3>
            <CopyBlock text={snippet.text} />
          </div>
        ))}
    </section>
  );
}
