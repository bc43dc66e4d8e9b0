import { useCallback } from 'react';
import { useText } from '../../shell/use-text.ts';
import { productName } from './tool-names.ts';

/** Names a type: the product's own name, or the catalogue's words for what is no product. */
export function useToolName(): (type: string) => string {
  const { t } = useText();
  return useCallback((type) => productName(type) ?? t(`integrations.tool.${type}`), [t]);
}

/** A tool's first letter on a tile: its mark without a picture from anywhere. */
export function ToolLetter({ type }: { readonly type: string }) {
  const name = useToolName()(type);
  return (
    <span className="c-letter" aria-hidden="true">
      {[...name.replace(/^AWS /, '')][0]?.toUpperCase()}
    </span>
  );
}
