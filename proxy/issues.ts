/** Says what is wrong with a value that a schema refused: names the field, and the remedy where the schema knows one. */
import type * as v from 'valibot';

/** One sentence without the full stop: `Unknown field "a.b"`, `Field "a" is missing`, `Field "a": must be …`. `parents`: where the value is. */
export function describeIssue(issue: v.BaseIssue<unknown>, parents: readonly string[] = []): string {
  const { path, reason } = locate(issue);
  const field = [...parents, ...path].join('.');
  if (reason.type === 'strict_object' && reason.expected === 'never') return `Unknown field "${field}"`;
  if (field === '') return `It ${plain(reason)}`;
  return reason.input === undefined ? `Field "${field}" is missing` : `Field "${field}": ${plain(reason)}`;
}

/** valibot's own words are `Invalid type: Expected … but received …`; a schema's own message is kept. */
function plain(issue: v.BaseIssue<unknown>): string {
  const own = !/^Invalid (type|key|length): /.test(issue.message);
  return own ? issue.message.replace(/\.$/, '') : `must be ${issue.expected}, not ${issue.received}`;
}

interface Located {
  readonly path: readonly string[];
  readonly reason: v.BaseIssue<unknown>;
}

/** Of a union's alternatives the one that got furthest says what is really wrong. */
function locate(issue: v.BaseIssue<unknown>): Located {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const inner = (issue.issues ?? []).map(locate);
  const best = inner.reduce<Located | null>(
    (one, other) => (one && one.path.length > other.path.length ? one : other),
    null,
  );
  return best && best.path.length > 0
    ? { path: [...path, ...best.path], reason: best.reason }
    : { path, reason: issue };
}
