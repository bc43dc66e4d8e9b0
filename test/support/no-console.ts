import { afterEach, beforeEach, expect, vi } from 'vitest';

/**
 * Console output fails a test: what the product says goes through its log port, so anything here is forgotten
 * debugging or a library's warning that nobody reads. A test that expects output spies on the method itself.
 */
const METHODS = ['debug', 'info', 'log', 'warn', 'error'] as const;
let said: string[] = [];

beforeEach(() => {
  said = [];
  for (const method of METHODS) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      said.push(`console.${method}: ${values.map(String).join(' ')}`);
    });
  }
});

afterEach(() => {
  expect(said, 'console output in a test').toEqual([]);
});
