/** Requests that cannot be done, and what the page is told of them. */
import type { FindingJson } from '../../dsl/finding.ts';
import { DataFindings } from '../../runtime/evaluate/index.ts';
import { DataError } from '../../runtime/store/data-error.ts';
import type { Failure } from '../api.ts';

/** A request that is at fault, and not the program. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly status: 400 | 403 | 404 | 409 | 413 | 422,
    message: string,
    readonly hint: string | null = null,
    readonly findings: readonly FindingJson[] = [],
  ) {
    super(message);
  }
}

/** Errors that the JavaScript engine raises come from mistakes in the program, not from its input. */
function isDefect(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

export function failureOf(error: unknown): { readonly status: number; readonly failure: Failure } {
  if (error instanceof RequestError) return { status: error.status, failure: { message: error.message, hint: error.hint, ...(error.findings.length === 0 ? {} : { findings: error.findings }) } };
  if (error instanceof DataError) return { status: 422, failure: { message: error.message, hint: error.remedy } };
  if (error instanceof DataFindings) return { status: 422, failure: { message: error.findings.map(({ message }) => message).join('; '), hint: error.findings[0]?.hint ?? null } };
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, failure: { message, hint: isDefect(error) ? 'This is a defect of fullband; please report it with the steps that led here.' : null } };
}
