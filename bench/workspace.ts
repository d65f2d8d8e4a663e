// One Slack workspace with fictional people in it, known to all processes of a benchmark.
export const WORKSPACE_ID = 'T0BENCH';
export const BOT_TOKEN = 'xoxb-bench';
export const SIGNING_SECRET = 'a-secret-of-the-bench';

export interface Person {
  id: string;
  email: string;
}

export function inventPeople(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `U0BENCH${String(index)}`,
    email: `principal.${String(index)}@bench.example`,
  }));
}
