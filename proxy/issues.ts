/** Says what is wrong with a value that a schema refused: names the field, and the remedy where the schema knows one. */
import type * as v from 'valibot';

/** One sentence without the full stop: `Unknown field "a.b"`, `Field "a" is missing`, `Field "a": must be …`. `parents`: where the value is. */
export function describeIssue(issue: v.BaseIssue<unknown>, parents: readonly string[] = []): string {
  const field = [...parents, ...(issue.path ?? []).map(({ key }) => key)].join('.');
  if (issue.type === 'strict_object' && issue.expected === 'never') return `Unknown field "${field}"`;
  if (field === '') return `It ${plain(issue)}`;
  return issue.input === undefined ? `Field "${field}" is missing` : `Field "${field}": ${plain(issue)}`;
}

/** valibot's own words are `Invalid type: Expected … but received …`; a schema's own message is kept. */
function plain(issue: v.BaseIssue<unknown>): string {
  const own = !/^Invalid (type|key|length): /.test(issue.message);
  return own ? issue.message.replace(/\.$/, '') : `must be ${issue.expected}, not ${issue.received}`;
}
