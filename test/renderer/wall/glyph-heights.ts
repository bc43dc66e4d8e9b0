import type { Page } from 'playwright-core';

/** Cap height of Pretendard in ems: its capitals and figures stand this high. */
export const CAP_HEIGHT = 0.727;

export interface Glyphs {
  readonly text: string;
  /** Height of capitals and figures in CSS pixels, transforms included. */
  readonly capHeight: number;
  /** True when part of its line lies below the edge of a box that cuts, or of the screen. */
  readonly isCutBelow: boolean;
}

/** Every text that a page shows, with the height of its characters. Invisible and clipped-away text is left out. */
export async function glyphHeights(page: Page, within = 'body'): Promise<readonly Glyphs[]> {
  return page.evaluate(
    ([selector, cap]) => {
      const root = document.querySelector(selector as string);
      if (!root) return [];
      const found: { text: string; capHeight: number; isCutBelow: boolean }[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent?.trim() ?? '';
        const element = node.parentElement;
        if (text === '' || !element || element.closest('.visually-hidden')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        const style = getComputedStyle(element);
        if (
          box.width === 0 ||
          style.visibility === 'hidden' ||
          box.top >= innerHeight ||
          box.left >= innerWidth
        )
          continue;
        // A line below its box's edge is cut away whole.
        let clip: Element | null = element;
        let isCut = false;
        // The lower part of a line holds no capitals; a fifth of it may be cut unseen.
        const foot = box.bottom - box.height / 5;
        let isCutBelow = foot > innerHeight;
        while (clip && clip !== root && !isCut) {
          const edge = clip.getBoundingClientRect();
          const cuts = getComputedStyle(clip).overflowY === 'hidden';
          isCut = cuts && box.top >= edge.bottom - 1;
          if (cuts && foot > edge.bottom) isCutBelow = true;
          clip = clip.parentElement;
        }
        if (!isCut)
          found.push({ text, capHeight: Number.parseFloat(style.fontSize) * (cap as number), isCutBelow });
      }
      return found;
    },
    [within, CAP_HEIGHT] as const,
  );
}
