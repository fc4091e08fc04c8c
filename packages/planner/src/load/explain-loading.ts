import type { AxleLoadsReply, AxleLoadsRequest, Language, LoadVerdict, VerdictKey } from '@karavan/contracts';
import { valueAt } from './affine.ts';
import { stagesOf } from './frame.ts';
import { stateOf } from './load-state.ts';
import { type Known, type Question, readQuestion, SHIPPED } from './question.ts';
import type { Repair } from './repair-types.ts';
import { findRepairs } from './repairs.ts';
import { en } from './words/en.ts';
import { ru } from './words/ru.ts';
import type { Finding, Speaker } from './words/speaker.ts';

const SPEAKERS: Record<Language, Speaker> = { ru, en };
/** Below this part of the truck's own mass steering gets light: said, never a verdict. */
const LIGHT_STEER = 0.2;

export interface LoadingWords {
  /** what binds, by how much, on which road and date: the law first, one sentence a road and a layer */
  sentences: string[];
  /** worth knowing, changing no verdict */
  notes: string[];
  repairs: (Repair & { text: string })[];
}

/** A reply in words (WD): what binds, what it costs and what would help, each repair tried by the engine itself. */
export function explainLoading(
  request: AxleLoadsRequest,
  reply: AxleLoadsReply,
  language: Language,
  known: Known = SHIPPED,
): LoadingWords {
  const speaker = SPEAKERS[language];
  const question = readQuestion(request, known);
  const findings = findingsOf(question, reply, request.on);
  const broken = findings.filter(({ check }) => !check.ok);
  const nearest = [...findings].sort((a, b) => b.check.utilisationPct - a.check.utilisationPct)[0];
  const fine = broken.length === 0 && nearest !== undefined ? [speaker.allFine(question.keys, nearest)] : [];
  return {
    sentences: [...fine, ...broken.map(speaker.broken), ...fines(question, reply, { speaker, known })],
    notes: notes(request, question, speaker),
    repairs: findRepairs(request, reply, known).map((repair) => ({ ...repair, text: speaker.repair(repair) })),
  };
}

/** The worst check of each layer on each road, over all stages. */
function findingsOf({ keys, rules, binding }: Question, reply: AxleLoadsReply, on: string | undefined): Finding[] {
  const findings = new Map<string, Finding>();
  for (const key of keys)
    for (const layer of ['law', 'maker', 'season'] as const)
      for (const { name, verdicts } of reply.stages)
        for (const check of verdicts[key]?.checks ?? []) {
          // the maker's limits are the same on every road: told once
          const place = layer === 'maker' ? layer : `${key} ${layer}`;
          const worst = findings.get(place);
          if (check.layer !== layer || (worst !== undefined && worst.check.utilisationPct >= check.utilisationPct)) continue;
          const season = binding.find(({ id }) => check.rule === `season/${id}`);
          findings.set(place, { check, key, stage: name, severalStages: reply.stages.length > 1, law: rules.title, on, season });
        }
  return [...findings.values()];
}

/** The fine of the worst band, once. */
function fines(
  { rules, keys }: Question,
  reply: AxleLoadsReply,
  { speaker, known }: { speaker: Speaker; known: Known },
): string[] {
  if (rules.name !== 'RU') return [];
  const bands = reply.stages.flatMap(({ verdicts }) =>
    keys.map((key: VerdictKey): LoadVerdict['band'] => verdicts[key]?.band ?? 'ok'),
  );
  const order: LoadVerdict['band'][] = ['ok', '0-10', '10-20', '20-50', '>50'];
  const worst = bands.reduce((most, band) => (order.indexOf(band) > order.indexOf(most) ? band : most), 'ok');
  const fine = known.law.fines.find(({ band }) => band === worst);
  return worst === 'ok' || fine === undefined ? [] : [speaker.fine(worst, fine, known.law.loaderFine)];
}

function notes(request: AxleLoadsRequest, question: Question, speaker: Speaker): string[] {
  const said: string[] = [];
  for (const { aboveC, hours } of question.acts)
    if (aboveC !== undefined && request.temperatureC === undefined) said.push(speaker.hotDays(aboveC, hours));
  if (request.region !== undefined && request.on !== undefined && question.rules.name === 'RU' && question.acts.length === 0)
    said.push(speaker.unknownSeason(request.region, request.on));
  stagesOf(question, request.stages, stateOf).forEach(({ frame, at }, i) => {
    const front = frame.layout.supports.find(({ unit, support }) => unit === 'motor' && support === 'front');
    const share = front === undefined ? 1 : valueAt(front.load, at) / valueAt(frame.layout.motorGross, at);
    if (share < LIGHT_STEER) said.push(speaker.lightSteer(request.stages[i]?.name ?? '', share * 100));
  });
  return said;
}
