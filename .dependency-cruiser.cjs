/** The fence: who may import whom. Arrows point down only; siblings do not know each other. */
const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$|\\.fixture\\.ts$' },
  to,
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    forbid('contracts-are-words', 'contracts import nothing of ours', '^packages/contracts/', {
      path: '^(packages/(?!contracts/)|scrapers|apps|test)/',
    }),
    forbid('runtime-knows-contracts-only', '', '^packages/runtime/', {
      path: '^(packages/(?!contracts/|runtime/)|scrapers|apps|test)/',
    }),
    forbid('adapters-know-no-rules', 'store and bus remember and tell; they decide nothing', '^packages/(store|bus)/', {
      path: '^(packages/(rail|tracking|planner|telematics|usecases)|scrapers|apps|test)/',
    }),
    forbid('store-and-bus-are-strangers', '', '^packages/store/', { path: '^packages/bus/' }),
    forbid('bus-and-store-are-strangers', '', '^packages/bus/', { path: '^packages/store/' }),
    forbid('rail-is-the-bottom-of-the-pure', '', '^packages/rail/', {
      path: '^(packages/(?!contracts/|rail/)|scrapers|apps|test)/',
    }),
    forbid('pure-packages-know-words-and-rail', '', '^packages/(tracking|planner|telematics)/', {
      path: '^(packages/(?!contracts/|rail/|$1/)|scrapers|apps|test)/',
    }),
    forbid('sources-return-values', 'only the worker stores or tells', '^scrapers/', {
      path: '^(packages/(store|bus|usecases|tracking|planner|telematics|runtime)|apps|test)/',
    }),
    forbid(
      'pure-means-pure',
      'no Node, no network in what the browser may import',
      '^packages/(contracts|rail|tracking|planner)/',
      {
        dependencyTypes: ['core'],
      },
    ),
    forbid('usecases-know-no-app', '', '^packages/usecases/', { path: '^(apps|test)/' }),
    forbid('the-page-imports-pure-only', '', '^apps/web/src/', {
      path: '^(packages/(store|bus|runtime|usecases|telematics)|scrapers|apps/(?!web/))/',
    }),
    forbid('only-the-program-wires-apps', '', '^apps/(api|worker|simulator)/', { path: '^apps/(?!$1/)' }),
    forbid('sql-lives-in-the-store', '', '^(apps|packages/(?!store/|bus/)|scrapers)/', { path: '^node_modules/pg/' }),
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '\\.(test|fixture)\\.tsx?$|^test/' },
      to: { path: '\\.test\\.tsx?$|^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|public|node_modules)/|^apps/web/basemap/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
