// Opens pages in Chromium and prints what it found as JSON.
//   node drive.mjs MODULES PLAN.json
// MODULES is the node_modules with playwright-core and axe-core. The plan: {browser, profile, pages: [{path, schemes}],
// play: path, print: [{path, pdf}], shots: [{path, scheme, png}]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, planned] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const plan = JSON.parse(readFileSync(planned, "utf8"));

const context = await chromium.launchPersistentContext(plan.profile, {
  executablePath: plan.browser,
  headless: true,
  bypassCSP: false,
  offline: true,
  viewport: { width: 1280, height: 900 },
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"],
});

// What a page asks for or complains about is a fault of the page.
const opened = async (path, scheme = "light", width = 1280) => {
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => { if (message.type() === "error") page.faults.push(message.text()); });
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("request", (request) => { if (request.url() !== pathToFileURL(path).href) page.faults.push(request.url()); });
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(pathToFileURL(path).href);
  return page;
};

// axe runs in the page's isolated world: the page's own policy lets no other script in.
const audited = async (path, scheme, width) => {
  const page = await opened(path, scheme, width);
  const session = await context.newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const asked = async (expression) => {
    const answer = await session.send("Runtime.evaluate",
      { expression, contextId: executionContextId, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
    return answer.result.value;
  };
  await asked(axe);
  const found = await asked(`axe.run(document, {resultTypes: ["violations", "incomplete"]}).then((r) => ({
    passes: r.passes.length,
    violations: r.violations.map((v) => [v.id, v.help, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200))]),
    incomplete: r.incomplete.map((v) => [v.id, v.nodes.slice(0, 2).map((n) => n.html.slice(0, 200))]),
  }))`);
  const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const { faults } = page;
  await page.close();
  return { ...found, faults, spill };
};

// The table that is sorted has suppressed figures and a total; its column is one of those with both.
const TABLE = "table.sortable:has(td.hidden):has(tr.total)";
const column = (page, place) => page.$eval(TABLE,
  (table, at) => [...table.tBodies[0].rows].map((row) => [row.cells[at].textContent.trim(), row.className]), place);
const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

// Everything by keyboard alone.
const played = async (path) => {
  const page = await opened(path, "dark");
  const found = { sorts: [], themes: [await background(page)] };
  await page.keyboard.press("Tab");
  found.first = await page.evaluate(() => document.activeElement.className);
  await page.keyboard.press("Enter");
  found.skipped = page.url().split("#")[1];
  const at = await page.$eval(`${TABLE} td.hidden`, (cell) => cell.cellIndex);
  await page.focus(`${TABLE} thead th:nth-child(${at + 1}) button`);
  for (const key of [null, "Enter", "Space", "Enter"]) {
    if (key) await page.keyboard.press(key);
    const order = await page.evaluate(() => document.activeElement.closest("th").getAttribute("aria-sort"));
    found.sorts.push({ order, cells: await column(page, at), names: await column(page, 0) });
  }
  await page.focus("#theme");
  for (const key of ["ArrowDown", "ArrowDown", "Home"]) {
    await page.keyboard.press(key);
    found.themes.push(await background(page));
  }
  await page.selectOption("#theme", "light");
  await page.reload();
  found.kept = await page.$eval("#theme", (select) => select.value);
  found.stops = await page.evaluate(() => document.querySelectorAll("[tabindex='0']").length);
  await page.selectOption("#theme", "auto");
  found.faults = page.faults;
  await page.close();
  return found;
};

const printed = async ({ path, pdf }) => {
  const page = await opened(path, "dark");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const found = await page.evaluate(() => {
    const look = (selector) => {
      const element = document.querySelector(selector);
      return element && { display: getComputedStyle(element).display, position: getComputedStyle(element).position };
    };
    return { stamp: look(".page-stamp"), theme: look(".theme"), head: look("thead"),
             background: getComputedStyle(document.body).backgroundColor };
  });
  if (pdf) await page.pdf({ path: pdf, preferCSSPageSize: true });
  await page.close();
  return found;
};

const shot = async ({ path, scheme, png, width, height }) => {
  const page = await opened(path, scheme, width ?? 1280);
  await page.screenshot({ path: png, fullPage: !height });
  await page.close();
};

const result = { pages: [], print: [] };
for (const { path, schemes } of plan.pages ?? []) {
  for (const [scheme, width] of schemes) result.pages.push({ path, scheme, ...(await audited(path, scheme, width)) });
}
if (plan.play) result.play = await played(plan.play);
for (const one of plan.print ?? []) result.print.push(await printed(one));
for (const one of plan.shots ?? []) await shot(one);
await context.close();
console.log(JSON.stringify(result));
