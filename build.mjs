// Bundles what browsers are sent: each folder below becomes static files beside it.
//   node build.mjs            once
//   node build.mjs --watch    again whenever a source changes
import { context } from "esbuild";
import { cp, mkdir, rm } from "node:fs/promises";

const pages = [
  { from: "teams_app/tab/web", to: "teams_app/tab/static" },
  { from: "teams_app/sandbox/web", to: "teams_app/sandbox/static" },
];

// teams-js logs through `debug`, which writes only for developers who switch it on: 2 KB that nobody needs.
const withoutLogging = {
  name: "without-logging",
  setup(build) {
    const silent = "const log = () => {}; log.extend = () => log; log.log = log; export const b = { debug: () => log };";
    build.onLoad({ filter: /teams-js.*[\\/]debug[\\/]src[\\/]browser\.js$/ }, () => ({ contents: silent }));
  },
};

async function bundle({ from, to }) {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const bundler = await context({
    entryPoints: [`${from}/main.ts`, `${from}/style.css`],
    outdir: to,
    bundle: true,
    minify: true,
    sourcemap: true,
    format: "esm",
    target: ["es2022"],
    loader: { ".svg": "text", ".png": "file" },
    legalComments: "linked",
    plugins: [withoutLogging],
    logLevel: "warning",
  });
  await cp(`${from}/index.html`, `${to}/index.html`);
  return bundler;
}

const bundlers = await Promise.all(pages.map(bundle));
if (process.argv.includes("--watch")) {
  await Promise.all(bundlers.map((bundler) => bundler.watch()));
} else {
  await Promise.all(bundlers.map((bundler) => bundler.rebuild()));
  await Promise.all(bundlers.map((bundler) => bundler.dispose()));
}
