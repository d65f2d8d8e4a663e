import { acceptedCard, agreedCard, chooseCard, planCard, proposalCard, wordsCard, type StepWords } from './cards.ts';
import { goalForm, letGoForm, nameBarrierForm, proposeForm, rewordForm } from './forms.ts';

const EXAMPLE: StepWords = {
  id: '01990000-0000-7000-8000-00000000000a',
  text: 'Open Tuesday’s grade-7 PLC with one work sample from each teacher',
  dueOn: '2026-10-22',
  evidence: 'Four samples on the table',
};
const DAYS = { from: '2026-10-15', to: '2026-10-29' };

export const examples = [
  {
    form: proposeForm('Ada Rivera', DAYS),
    answers: { text: EXAMPLE.text, dueOn: '2026-10-22', evidence: EXAMPLE.evidence },
  },
  {
    form: proposeForm('Ada Rivera', DAYS, 'and ask each of them what they would change before the next one.'),
    answers: { text: EXAMPLE.text, dueOn: '2026-10-22' },
  },
  {
    form: rewordForm(DAYS, false),
    answers: { text: 'Ask each grade-7 teacher for one sample on Tuesday', dueOn: '2026-10-20' },
  },
  { form: rewordForm(DAYS, true), answers: { text: 'Ask two teachers for one sample', dueOn: '2026-10-20' } },
  { form: letGoForm(), answers: { reason: 'priority' } },
  { form: nameBarrierForm(), answers: { category: 'substitutes', share: true } },
  {
    form: goalForm('Ada Rivera'),
    answers: {
      statement: 'Give every teacher feedback they can use the next day',
      standard: '6',
      why: 'Walks showed praise only',
    },
  },
  { card: proposalCard(EXAMPLE, 'Sam Bell', ['Can someone see it? Say what you will do, where and with whom.']) },
  { card: agreedCard(EXAMPLE, true) },
  { card: acceptedCard('Ada Rivera', EXAMPLE, true) },
  { card: chooseCard(EXAMPLE) },
  { card: wordsCard('I found no step like that.') },
  {
    card: planCard({
      principalName: 'Ada Rivera',
      goals: [{ statement: 'Give every teacher feedback they can use the next day', standard: 6, status: 'ON_TRACK' }],
      steps: [{ text: EXAMPLE.text, dueOn: '2026-10-22', status: 'IN_PROGRESS', carriedCount: 0 }],
      verified: 3,
      ended: 5,
    }),
  },
];
