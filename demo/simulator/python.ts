// Python's ways of writing values, because Letta puts them on the wire: `repr` in its error texts, `json.dumps` in tool arguments.

/** `repr(value)`: single quotes unless the text holds one and no double quote; `None`, `True`, `False`. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return reprText(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, each]) => `${reprText(key)}: ${pythonRepr(each)}`)
      .join(', ')}}`;
  }
  return String(value);
}

/** `json.dumps(value)`: a space after every comma and colon. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, each]) => `${JSON.stringify(key)}: ${pythonJson(each)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll(quote, `\\${quote}`);
  return quote + escaped + quote;
}
