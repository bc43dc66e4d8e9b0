import { linesOf } from './text-lines.ts';

/**
 * Sizes of a board in design pixels: 1 is a pixel on a screen of 1080 lines (or, upright, 1080 columns).
 * They come from the viewing distance and never shrink to fit: what does not fit is counted instead.
 * 20 arc-minutes at 5 m are 46 px of character height on a 55-inch 1080p panel, which Pretendard's
 * capitals reach at a font size of 64 (cap height 0.727 em); at 8 m it is 105. At 3 m a reader walks up: type is denser.
 */
export interface BoardSizes {
  readonly heroTitle: number;
  readonly cardTitle: number;
  /** Everything of a hero or card besides its title lines. */
  readonly heroRest: number;
  readonly cardRest: number;
  readonly titleLeading: number;
  readonly maxLines: number;
  readonly row: number;
  readonly header: number;
  readonly footer: number;
  /** The footer with a second line. */
  readonly footerOfTwo: number;
  readonly gap: number;
  /** Inner left and right margin of a card, both together. */
  readonly cardInset: number;
  /** A further column of cards for each so many pixels. */
  readonly columnWidth: number;
}

export const BOARD_SIZES: Readonly<Record<3 | 5 | 8, BoardSizes>> = {
  3: {
    heroTitle: 56,
    cardTitle: 34,
    heroRest: 208,
    cardRest: 178,
    titleLeading: 1.25,
    maxLines: 2,
    row: 46,
    header: 40,
    footer: 48,
    footerOfTwo: 72,
    gap: 16,
    cardInset: 56,
    columnWidth: 580,
  },
  5: {
    heroTitle: 80,
    cardTitle: 64,
    heroRest: 192,
    cardRest: 182,
    titleLeading: 1.2,
    maxLines: 2,
    row: 84,
    header: 0,
    footer: 80,
    footerOfTwo: 152,
    gap: 16,
    cardInset: 72,
    columnWidth: 1240,
  },
  8: {
    heroTitle: 120,
    cardTitle: 105,
    heroRest: 290,
    cardRest: 280,
    titleLeading: 1.15,
    maxLines: 2,
    row: 136,
    header: 0,
    footer: 126,
    footerOfTwo: 244,
    gap: 20,
    cardInset: 80,
    columnWidth: 1800,
  },
};

export interface PlanInput {
  /** Room of the board in design pixels. */
  readonly width: number;
  readonly height: number;
  readonly sizes: BoardSizes;
  /** Band 1 in order: its title, and whether it is worth the large card. */
  readonly cards: readonly { readonly title: string; readonly isLoud: boolean }[];
  readonly recovered: number;
  readonly acked: number;
}

export interface CardRow {
  readonly from: number;
  /** Cards in it. */
  readonly count: number;
  readonly height: number;
  readonly isHero: boolean;
  /** Lines of the title; a longer one is cut at the edge of the last. */
  readonly lines: number;
}

/** What fits: rows of cards, how many rows of the quieter bands, and what is left for the counts. */
export interface BoardPlan {
  readonly columns: number;
  readonly rows: readonly CardRow[];
  readonly cards: number;
  readonly recovered: number;
  readonly acked: number;
}

/** Shares the room out: worst first, but never without a line of each quieter band that has something. Pure. */
export function planBoard({ width, height, sizes, cards, recovered, acked }: PlanInput): BoardPlan {
  const columns = Math.max(1, Math.floor((width + sizes.gap) / sizes.columnWidth));
  const room = height - sizes.footer;
  const bandOf = (rows: number) => (rows > 0 ? sizes.header + rows * sizes.row : 0);
  const kept = bandOf(Math.min(recovered, 1)) + bandOf(Math.min(acked, 1));

  const rows: CardRow[] = [];
  let used = cards.length > 0 ? sizes.header : 0;
  let from = 0;
  while (from < cards.length) {
    const whole = cardRow(from, columns, width, sizes, cards, sizes.maxLines);
    const cut = cardRow(from, columns, width, sizes, cards, 1);
    const fits = (row: CardRow, keep: number) => used + row.height + sizes.gap <= room - keep;
    // The worst card comes before the quieter bands, whole where it can be, and even where nothing else has room.
    // For the others, one more card with a cut title says more than a count.
    const isFirst = rows.length === 0;
    const row = fits(whole, isFirst ? 0 : kept) ? whole : cut;
    if (!isFirst && !fits(row, kept)) break;
    rows.push(row);
    used += row.height + sizes.gap;
    from += row.count;
  }

  const left = room - used;
  const rowsIn = (space: number, wanted: number) =>
    wanted === 0 ? 0 : Math.max(0, Math.min(wanted, Math.floor((space - sizes.header) / sizes.row)));
  const ackedKept = bandOf(Math.min(acked, 1));
  const shownRecovered = rowsIn(left - ackedKept, recovered);
  const shownAcked = rowsIn(left - bandOf(shownRecovered), acked);
  return { columns, rows, cards: from, recovered: shownRecovered, acked: shownAcked };
}

/**
 * As `planBoard`, with a second line of the footer for what is muted: only where it costs no card and no recovered row.
 * Rows of what somebody has may give way to it.
 */
export function planWithFooter(input: PlanInput & { readonly wantsTwoLines: boolean }): {
  readonly plan: BoardPlan;
  readonly lines: 1 | 2;
} {
  const one = planBoard(input);
  if (!input.wantsTwoLines) return { plan: one, lines: 1 };
  const sizes = { ...input.sizes, footer: input.sizes.footerOfTwo };
  const two = planBoard({ ...input, sizes });
  const bandOf = (rows: number) => (rows > 0 ? sizes.header + rows * sizes.row : 0);
  const left = input.height - sizes.footer - bandOf(two.recovered) - bandOf(two.acked);
  // Where nothing waits that is said large, and must keep its room.
  const isSame =
    (input.cards.length > 0 || left >= sizes.heroTitle * 1.3) &&
    two.cards === one.cards &&
    two.recovered === one.recovered &&
    (two.acked > 0 || one.acked === 0) &&
    two.rows.every((row, i) => row.lines === one.rows[i]?.lines);
  return isSame ? { plan: two, lines: 2 } : { plan: one, lines: 1 };
}

function cardRow(
  from: number,
  columns: number,
  width: number,
  sizes: BoardSizes,
  cards: PlanInput['cards'],
  maxLines: number,
): CardRow {
  const isHero = from === 0 && cards[0]?.isLoud === true;
  const members = cards.slice(from, from + (isHero ? 1 : columns));
  const cardWidth = isHero ? width : (width - (columns - 1) * sizes.gap) / columns;
  const font = isHero ? sizes.heroTitle : sizes.cardTitle;
  const lines = Math.max(
    ...members.map(({ title }) => linesOf(title, font, cardWidth - sizes.cardInset, maxLines)),
  );
  const height = (isHero ? sizes.heroRest : sizes.cardRest) + Math.ceil(lines * font * sizes.titleLeading);
  return { from, count: members.length, height, isHero, lines };
}
