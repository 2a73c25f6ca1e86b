// What the demo's agent says, by topic.
export function answerTo(text: string): string {
  return `You asked about “${text}”. I am a **demo agent**.`;
}
