import type { ConfigProblem } from '../shared/config/validate.ts';

/** A document or file that stops the start: the caller prints it and exits 2. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly where: string;
  readonly problems: readonly ConfigProblem[];
  constructor(where: string, problems: readonly ConfigProblem[]) {
    super(`${where} cannot be used`);
    this.where = where;
    this.problems = problems;
  }
}
