/** What a forecast was made from; see features/card/eta-basis.ts. */
export const basisEn = {
  distance: '{{km}} still to go',
  loaded: 'at the pace of loaded wagons',
  light: 'at the pace of empty and light wagons',
  averages: 'from the averages of the network: no finished trip of this lane is known yet',
  lane: 'from finished trips: {{lane}} of this lane, {{all}} in all',
  wait: '{{status}}: the wait until it goes on is counted in',
  oldNews: 'the report is more than a day old, so the far end is later',
  overdue: 'part of the expected time has passed, so it is counted from now',
  road: '{{km}} of road at {{speed}}',
  rests: 'with the daily rests of the driver',
  latest: 'the latest of the vehicles; {{known}} of {{open}} still under way have a forecast',
  plan: 'by the plan: the vehicle has not set off yet',
  rules: 'rules {{ids}}',
} as const;
