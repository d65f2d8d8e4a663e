/** Reads an answer of our own server; an error says what the server said of it. */
export async function answerOf<Answer>(response: Response): Promise<Answer> {
  // Our own server wrote it; where another one stands in between, the answer may be no JSON.
  const answer = (await response.json().catch(() => ({}))) as Answer & { error?: string };
  if (!response.ok) throw new Error(answer.error ?? 'That did not work. Please try again.');
  return answer;
}
