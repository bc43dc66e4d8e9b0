interface Entry {
  readonly at: number;
  readonly id: string;
}

/** A binary min-heap of due times. Entries are never removed early: the owner checks them when they surface. */
export class DueHeap {
  readonly #entries: Entry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  peek(): Entry | undefined {
    return this.#entries[0];
  }

  push(at: number, id: string): void {
    const entries = this.#entries;
    entries.push({ at, id });
    let index = entries.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (entries[parent]!.at <= entries[index]!.at) return;
      swap(entries, parent, index);
      index = parent;
    }
  }

  pop(): Entry | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (first === undefined || last === undefined || entries.length === 0) return first;
    entries[0] = last;
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      if (left >= entries.length) return first;
      const right = left + 1;
      const child = right < entries.length && entries[right]!.at < entries[left]!.at ? right : left;
      if (entries[index]!.at <= entries[child]!.at) return first;
      swap(entries, child, index);
      index = child;
    }
  }
}

function swap(entries: Entry[], a: number, b: number): void {
  const held = entries[a]!;
  entries[a] = entries[b]!;
  entries[b] = held;
}
