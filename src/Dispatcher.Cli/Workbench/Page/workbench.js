// The page shows what the command answers; it decides nothing. The address has the token, so every path is relative.
"use strict";

const find = (id) => document.getElementById(id);
const editor = find("editor");
const state = { files: [], edits: new Map(), current: null, checked: [], proved: [], asking: {} };
// Counts the edits of the routes: what an older count was answered for is asked again.
let edition = 1;
let provedEdition = 0;
let provingEdition = 0;

function make(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

function draw(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// ---- characters that do not print: a reader takes them for nothing, and those that turn the direction of text make a
// name read as another one. In fields, where a caret goes from character to character, each has a stand-in from the
// private use area, which is drawn as a box; elsewhere it stands there as <U+202E>, as in every command.

const unseen =
  /(?! )[\p{C}\p{Z}\u115f\u1160\u3164\uffa0\u2800\ufe00-\ufe0f]/gu;
const firstStandIn = 0xe000;
const standIns = [];

const codeOf = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

const visible = (text) => text.replace(unseen, (character) => `<${codeOf(character)}>`);

function withStandIns(text) {
  return text.replace(unseen, (character) => {
    if (!standIns.includes(character)) standIns.push(character);
    return String.fromCharCode(firstStandIn + standIns.indexOf(character));
  });
}

const withoutStandIns = (text) =>
  text.replace(/[\ue000-\uf8ff]/g, (character) => standIns[character.charCodeAt(0) - firstStandIn] ?? character);

const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

let hasFailed = false;

function say(text, kind = "") {
  hasFailed = false;
  find("state").textContent = visible(text);
  find("state").className = kind;
}

// A newer question of the same kind ends the older one, here and in the command.
async function ask(path, body) {
  state.asking[path]?.abort();
  const asking = (state.asking[path] = new AbortController());
  const response = await fetch(`api/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: asking.signal,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

async function quietly(work) {
  try {
    await work();
  } catch (problem) {
    if (problem.name === "AbortError") return;
    say(problem instanceof TypeError ? "the command does not answer; is it still running?" : problem.message, "bad");
    hasFailed = true;
  }
}

const edits = () => [...state.edits].map(([path, text]) => ({ path, text }));
const question = (names) => ({
  files: edits(),
  names,
  bucket: find("bucket").value.trim(),
  kind: find("kind").value,
});

// ---- the editor: one element a line, so that a problem can stand beneath its line

function editorText() {
  const lines = [];
  const walk = (node, isTop) => {
    for (const child of node.childNodes) {
      if (child.nodeName === "DIV") {
        lines.push("");
        walk(child, false);
      } else if (child.nodeName === "BR") {
        if (isTop || child.nextSibling) lines.push("");
      } else if (child.nodeType === Node.TEXT_NODE) {
        if (lines.length === 0) lines.push("");
        const [first, ...rest] = child.data.split("\n");
        lines[lines.length - 1] += first;
        lines.push(...rest);
      } else walk(child, false);
    }
  };
  walk(editor, true);
  // The browser writes some blanks as U+00A0; one that the file has is a stand-in here.
  return withoutStandIns(lines.join("\n").replaceAll("\u00a0", " "));
}

// A tab is a character of YAML like any other, and an editor shows it.
const editable = (line) => line.split("\t").map(withStandIns).join("\t");

function setEditor(text) {
  editor.replaceChildren(
    ...text
      .split("\n")
      .map((line) => make("div", {}, line.length > 0 ? editable(line) : document.createElement("br"))),
  );
  paintEditor();
}

function rangeIn(line, from, to) {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const range = new Range();
  let at = 0;
  let isOpen = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = at + node.data.length;
    if (!isOpen && from < end) {
      range.setStart(node, from - at);
      isOpen = true;
    }
    if (isOpen && to <= end) {
      range.setEnd(node, to - at);
      return range;
    }
    at = end;
  }
  return null;
}

function findingsHere() {
  return findings().filter((finding) => finding.file === state.current?.shown);
}

// Errors of loading first: while there are any, nothing is proved.
function findings() {
  return [...state.checked, ...state.proved];
}

function paintEditor() {
  const lines = [...editor.children];
  const byLine = Map.groupBy(findingsHere(), (finding) => finding.line);
  const places = [];
  lines.forEach((line, index) => {
    const here = byLine.get(index + 1) ?? [];
    const severities = here.map((finding) => finding.severity);
    const worst = ["error", "warning", "note"].find((severity) => severities.includes(severity)) ?? "";
    if (line.className !== worst) line.className = worst;
    const text = here.map((finding) => `${finding.severity} ${finding.code}: ${finding.message}`).join("\n");
    if (text) line.dataset.problem = text;
    else delete line.dataset.problem;
    for (const finding of here) {
      const length = line.textContent.length;
      const from = Math.min(finding.column - 1, Math.max(0, length - 1));
      const word = /^[\w.-]+/.exec(line.textContent.slice(from))?.[0].length ?? 1;
      const range = rangeIn(line, from, Math.min(length, from + Math.max(1, word)));
      if (range) places.push(range);
    }
  });
  if (!("highlights" in CSS)) return;
  const comments = [];
  const keys = [];
  const boxes = [];
  for (const line of lines) {
    const text = line.textContent;
    for (const box of text.matchAll(/[\ue000-\uf8ff]/g)) boxes.push(rangeIn(line, box.index, box.index + 1));
    const comment = /(^|\s)#.*$/.exec(text);
    if (comment) comments.push(rangeIn(line, comment.index, text.length));
    const key = /^(\s*(?:- )?)([\w.-]+):(?=\s|$)/.exec(text);
    if (key) keys.push(rangeIn(line, key[1].length, key[1].length + key[2].length));
  }
  CSS.highlights.set("comment", new Highlight(...comments.filter(Boolean)));
  CSS.highlights.set("key", new Highlight(...keys.filter(Boolean)));
  CSS.highlights.set("unseen", new Highlight(...boxes.filter(Boolean)));
  CSS.highlights.set("place", new Highlight(...places));
}

function goTo(finding) {
  const file = state.files.find((candidate) => candidate.shown === finding.file);
  if (!file) return;
  if (file !== state.current) open(file);
  const line = editor.children[finding.line - 1];
  if (!line) return;
  editor.focus();
  const range = rangeIn(line, Math.min(finding.column - 1, line.textContent.length), line.textContent.length);
  if (range) {
    range.collapse(true);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
  line.scrollIntoView({ block: "center" });
}

function open(file) {
  state.current = file;
  find("file").value = file.path;
  const text = state.edits.get(file.path) ?? file.text;
  editor.contentEditable = text === null ? "false" : "true";
  setEditor(text ?? "This file is not text in UTF-8, or too large, and is not edited here.");
}

// What was typed, or came with a gesture that is no paste.
function boxTyped() {
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const boxed = editable(node.data.replaceAll("\u00a0", " "));
    if (boxed === node.data.replaceAll("\u00a0", " ")) continue;
    const at = getSelection().anchorNode === node ? getSelection().anchorOffset : -1;
    node.data = boxed;
    if (at >= 0) getSelection().collapse(node, Math.min(at, boxed.length));
  }
}

function edited() {
  boxTyped();
  const text = editorText();
  if (text === state.current.text) state.edits.delete(state.current.path);
  else state.edits.set(state.current.path, text);
  edition++;
  state.asking.prove?.abort();
  showEdits();
  soon();
}

function showEdits() {
  find("save").disabled = state.edits.size === 0;
  for (const option of find("file").options)
    option.textContent = visible(option.value) + (state.edits.has(option.value) ? " •" : "");
}

const mostFindings = 200;

function showFindings() {
  const order = ["error", "warning", "note"];
  const all = findings().sort((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
  find("count").textContent = all.length > 0 ? `(${all.length})` : "(none)";
  find("findings").replaceChildren(
    ...all.slice(0, mostFindings).map((finding) => {
      const place = make("button", {
        type: "button",
        textContent: visible(`${finding.file}:${finding.line}:${finding.column}`),
      });
      place.addEventListener("click", () => goTo(finding));
      const item = make("li", { className: finding.severity }, place);
      item.append(make("b", { textContent: `${finding.severity} ${finding.code}: ` }), finding.message);
      if (finding.witness) {
        const proof = make("button", { type: "button", textContent: `try ${visible(finding.witness)}` });
        proof.addEventListener("click", () => addName(finding.witness));
        item.append(" ", proof);
      }
      return item;
    }),
    ...(all.length > mostFindings
      ? [make("li", { textContent: `and ${all.length - mostFindings} more, which stand under their lines` })]
      : []),
  );
}

// ---- names

const mostNames = 5000;
const mostAsked = 200;
const manyNames = 100;
const names = () => [...find("names").querySelectorAll("textarea")];
const nameOf = (item) => withoutStandIns(item.querySelector("textarea").value);

// Where there are many, names out of sight are not asked about.
const inSight = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) target.inSight = isIntersecting;
    if (changes.some(({ target }) => target.inSight && target.edition !== edition)) soon();
  },
  { rootMargin: "50%", scrollMargin: "50%" },
);

function makeName(text) {
  const area = make("textarea", { rows: 1, spellcheck: false, placeholder: "type or paste object names" });
  area.value = withStandIns(text);
  area.setAttribute("aria-label", "Object name");
  area.setAttribute("autocapitalize", "off");
  const paint = make("div", { className: "paint", ariaHidden: "true" });
  const answer = make("div", { className: "answer" });
  const remove = make("button", { type: "button", textContent: "✕", title: "Take this name away", tabIndex: -1 });
  remove.setAttribute("aria-label", "Take this name away");
  const item = make("li", {}, make("div", { className: "name" }, paint, area), answer, remove);
  paintName(item, []);
  area.addEventListener("input", () => {
    const caret = area.selectionStart;
    const shown = withStandIns(withoutStandIns(area.value).replaceAll("\n", ""));
    if (shown !== area.value) {
      area.value = shown;
      area.setSelectionRange(caret, caret);
    }
    item.edition = 0;
    paintName(item, []);
    soon();
  });
  area.addEventListener("keydown", (event) => nameKey(event, area, item));
  area.addEventListener("paste", (event) => pasteNames(event, area, item));
  remove.addEventListener("click", () => removeName(item));
  inSight.observe(item);
  return item;
}

function addName(text = "", after = null) {
  const item = makeName(text);
  if (after) after.after(item);
  else find("names").append(item);
  item.inSight = true;
  item.querySelector("textarea").focus();
  item.scrollIntoView({ block: "nearest" });
  soon();
}

function removeName(item) {
  const next = item.nextElementSibling ?? item.previousElementSibling;
  inSight.unobserve(item);
  item.remove();
  if (next) next.querySelector("textarea").focus();
  else addName("");
}

// Of a list, each line becomes a name.
function pasteNames(event, area, item) {
  const lines = event.clipboardData
    .getData("text/plain")
    .split(/\r?\n/)
    .filter((line) => line.length > 0);
  if (lines.length < 2) return;
  event.preventDefault();
  const room = mostNames - find("names").children.length + (area.value ? 0 : 1);
  const items = lines.slice(0, Math.max(0, room)).map(makeName);
  find("names").classList.toggle("many", find("names").children.length + items.length > manyNames);
  item.after(...items);
  if (area.value.length === 0 && items.length > 0) removeName(item);
  items.at(-1)?.querySelector("textarea").focus();
  if (lines.length > room) say(`the page holds ${mostNames} names; ${lines.length - room} of the list are left out`, "bad");
}

function nameKey(event, area, item) {
  const all = names();
  const at = all.indexOf(area);
  if (event.key === "Enter") addName("", item);
  else if (event.key === "ArrowUp" && at > 0) all[at - 1].focus();
  else if (event.key === "ArrowDown" && at + 1 < all.length) all[at + 1].focus();
  else if (event.key === "Delete" && event.altKey) removeName(item);
  else return;
  event.preventDefault();
}

function paintName(item, captures) {
  const text = nameOf(item);
  // A group inside another one is painted over it.
  const colours = Array.from({ length: text.length }, () => "");
  for (const capture of captures) colours.fill(capture.colour, capture.start, capture.start + capture.length);
  for (const found of text.matchAll(unseen)) colours.fill("unseen", found.index, found.index + found[0].length);
  const parts = [];
  for (let from = 0; from < text.length; ) {
    let to = from + 1;
    while (to < text.length && colours[to] === colours[from]) to++;
    parts.push(make("span", { className: colours[from], textContent: withStandIns(text.slice(from, to)) }));
    from = to;
  }
  item.querySelector(".paint").replaceChildren(...parts);
}

function showName(item, name) {
  const text = name.object;
  const captures = name.captures.map((capture, index) => ({ ...capture, colour: `g${index % 6}` }));
  paintName(item, captures);
  const answer = item.querySelector(".answer");
  const opened = new Set([...answer.querySelectorAll("details[open]")].map((details) => details.dataset.what));
  const kinds = { dispatched: "good", held: "good", rejected: "bad" };
  const verdict = make("p", { className: "verdict" });
  verdict.append(make("b", { className: kinds[name.outcome] ?? "odd", textContent: name.outcome ?? "not a name" }));
  if (name.routes.length > 0)
    verdict.append(
      " by ",
      ...name.routes.flatMap((taker, index) => [
        index > 0 ? ", " : "",
        make("b", { className: "taker", textContent: taker.route }),
        taker.state === "enabled" ? "" : ` (${taker.state})`,
      ]),
    );
  if (name.bucket) verdict.append(` in ${visible(name.bucket)}`);
  const shown = [verdict];
  if (text.match(unseen))
    shown.push(make("p", { className: "reason", textContent: `with characters that do not print: ${visible(text)}` }));
  if (captures.length > 0)
    shown.push(
      make(
        "p",
        { className: "legend" },
        ...captures.map((capture) =>
          make(
            "span",
            { className: capture.colour },
            `${capture.group} = `,
            make("bdi", { dir: "ltr", textContent: visible(text.substr(capture.start, capture.length)) }),
          ),
        ),
      ),
    );
  for (const taker of name.routes)
    shown.push(
      make(
        "p",
        { className: "reason" },
        make("code", { textContent: visible(taker.pattern) }),
        ` ${visible(taker.file)}:${taker.line}`,
      ),
    );
  if (name.nearest) shown.push(make("p", { className: "reason nearest", textContent: `nearest route: ${name.nearest}` }));
  for (const error of name.errors) shown.push(make("p", { className: "reason errors", textContent: error }));
  for (const request of name.requests)
    shown.push(
      fold(
        `request of ${request.route}${request.shadow ? " (shadow: not sent)" : ""}`,
        opened,
        make("pre", { className: "request", tabIndex: 0, textContent: request.text }),
      ),
    );
  if (name.plan) {
    const why = make("ul", { className: "why" });
    const details = fold("why, route by route", opened, why);
    const explain = () => details.open && quietly(() => explainName(text, why));
    details.addEventListener("toggle", explain);
    shown.push(details);
  }
  answer.replaceChildren(...shown);
}

// Captures of routes that do not load would mislead.
function showNothing(item) {
  paintName(item, []);
  item.querySelector(".answer").replaceChildren(make("p", { className: "reason", textContent: "the routes do not load" }));
}

function fold(what, opened, content) {
  const details = make("details", { open: opened.has(what) }, make("summary", { textContent: what }), content);
  details.dataset.what = what;
  return details;
}

async function explainName(text, list) {
  const response = await fetch("api/explain", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(question([text])),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  list.replaceChildren(
    ...answer.explain.map((route) => make("li", { textContent: `${route.matched ? "✓" : "✗"} ${route.text}` })),
  );
}

// ---- asking

let timer;
function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => quietly(check), 120);
}

async function check() {
  const now = edition;
  const items = [...find("names").children];
  for (const item of items) if (nameOf(item).length === 0) item.querySelector(".answer").replaceChildren();
  const asked = items
    .filter((item) => (item.inSight || items.length <= mostAsked) && item.edition !== now && nameOf(item).length > 0)
    .slice(0, mostAsked);
  const answer = await ask("check", question(asked.map(nameOf)));
  if (now !== edition) return;
  state.checked = answer.diagnostics;
  if (!answer.loads) {
    state.proved = [];
    provedEdition = 0;
  }
  asked.forEach((item, index) => {
    if (answer.loads && answer.names[index].object !== nameOf(item)) return;
    if (answer.loads) showName(item, answer.names[index]);
    else showNothing(item);
    item.edition = now;
  });
  find("map").classList.toggle("old", !answer.loads && find("map").querySelector("svg") !== null);
  if (!answer.loads || provedEdition !== now) {
    paintEditor();
    showFindings();
  }
  if (!answer.loads) {
    const errors = answer.diagnostics.filter((finding) => finding.severity === "error").length;
    say(`the routes do not load: ${counted(errors, "error")}`, "bad");
  } else if (provedEdition === now) {
    if (hasFailed) sayProved();
  } else if (provingEdition !== now) {
    say("the routes load; proving…");
    await prove(now);
  }
}

async function prove(now) {
  provingEdition = now;
  try {
    const answer = await ask("prove", question([]));
    if (!answer.loads) return;
    provedEdition = now;
    state.proved = answer.findings;
    paintEditor();
    showFindings();
    showMap(answer);
    state.unknown = answer.unknown;
    sayProved();
  } finally {
    if (provingEdition === now) provingEdition = 0;
  }
}

function sayProved() {
  const count = state.proved.length;
  const unknown = state.unknown ? "; the budget ran out, the rest is unknown" : "";
  say(
    count > 0 ? `proved: ${counted(count, "finding")}${unknown}` : `proved: no findings${unknown}`,
    count > 0 || state.unknown ? "odd" : "good",
  );
}

// ---- the map: bucket → route → task → written bucket

function showMap({ nodes, edges }) {
  const written = new Set(edges.filter((edge) => edge.kind === "writes").map((edge) => edge.to));
  const taken = new Set(edges.filter((edge) => edge.kind === "takes").map((edge) => edge.from));
  const column = { route: 1, task: 2 };
  const shown = nodes.map((node) => ({ ...node, label: visible(node.label) }));
  const placed = shown.flatMap((node) =>
    node.kind !== "bucket"
      ? [{ ...node, column: column[node.kind] }]
      : [
          ...(taken.has(node.id) ? [{ ...node, column: 0 }] : []),
          ...(written.has(node.id) ? [{ ...node, id: `${node.id}w`, column: 3 }] : []),
        ],
  );
  // What is nothing but an expression is shown without its braces.
  const short = (label) => {
    const text = label.replace(/^\{\{ *([\w.]+) *\}\}$/, "$1");
    return text.length > 30 ? `${text.slice(0, 29)}…` : text;
  };
  const rows = [0, 0, 0, 0];
  for (const node of placed) node.row = rows[node.column]++;
  const widths = [0, 1, 2, 3].map((at) =>
    Math.max(90, ...placed.filter((node) => node.column === at).map((node) => short(node.label).length * 8 + 24)),
  );
  const left = widths.map((_, at) => 16 + widths.slice(0, at).reduce((sum, width) => sum + width + 56, 0));
  const tall = Math.max(...rows);
  const height = 40 + tall * 32;
  const width = left[3] + widths[3] + 16;
  // A map that scrolls begins with all of its columns.
  const top = (node) => 32 + (node.row + (tall > 12 ? 0 : (tall - rows[node.column]) / 2)) * 32;
  const at = new Map(placed.map((node) => [node.id, node]));
  const picture = draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
  picture.style.minWidth = `${Math.min(width, 640)}px`;
  picture.append(draw("title", {}, "Which bucket leads to which route, task and written bucket"));
  picture.append(
    draw(
      "defs",
      {},
      draw(
        "marker",
        { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
        draw("path", { d: "M0 0L8 4L0 8z" }),
      ),
    ),
  );
  ["bucket", "route", "task", "written bucket"].forEach((title, index) => {
    if (rows[index] > 0) picture.append(draw("text", { class: "head", x: left[index], y: 20 }, title));
  });
  for (const edge of edges) {
    const from = at.get(edge.from);
    const to = at.get(edge.kind === "writes" ? `${edge.to}w` : edge.to);
    if (!from || !to) continue;
    const back = edge.kind === "starts";
    const x1 = left[from.column] + (back ? widths[from.column] / 2 : widths[from.column]);
    const y1 = top(from) + (back ? 24 : 12);
    const x2 = left[to.column] + (back ? widths[to.column] / 2 : 0);
    const y2 = top(to) + (back ? 24 : 12);
    const d = back
      ? `M${x1} ${y1}C${x1} ${y1 + 20} ${x2} ${y2 + 20} ${x2} ${y2}`
      : `M${x1} ${y1}C${x1 + 35} ${y1} ${x2 - 35} ${y2} ${x2} ${y2}`;
    picture.append(
      draw(
        "path",
        { d, class: `${edge.kind}${edge.shadow ? " shadow" : ""}`, "marker-end": "url(#arrow)" },
        draw("title", {}, `${from.label} ${edge.kind} ${to.label}`),
      ),
    );
  }
  for (const node of placed)
    picture.append(
      draw(
        "g",
        { class: node.kind },
        draw("title", {}, node.label),
        draw("rect", { x: left[node.column], y: top(node), width: widths[node.column], height: 24, rx: 6 }),
        draw("text", { x: left[node.column] + 12, y: top(node) + 16 }, short(node.label)),
      ),
    );
  find("map").replaceChildren(
    nodes.length > 0 ? picture : make("p", { className: "hint", textContent: "No route is enabled." }),
  );
  find("map").classList.remove("old");
}

// ---- reading and saving

async function read() {
  const response = await fetch("api/files");
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  state.files = answer.files;
  find("file").replaceChildren(...answer.files.map((file) => make("option", { value: file.path, textContent: visible(file.path) })));
  open(answer.files[0]);
  find("names").append(...(answer.names.length > 0 ? answer.names : [""]).map(makeName));
  soon();
}

async function save() {
  if (state.edits.size === 0) return;
  const files = [...state.edits].map(([path, text]) => ({
    path,
    text,
    version: state.files.find((file) => file.path === path).version,
  }));
  const answer = await ask("save", { files });
  for (const saved of answer.files) {
    Object.assign(
      state.files.find((file) => file.path === saved.path),
      saved,
    );
    if (state.edits.get(saved.path) === saved.text) state.edits.delete(saved.path);
  }
  showEdits();
  say(`saved: ${answer.files.map((file) => file.shown).join(", ")}`, "good");
}

editor.addEventListener("input", edited);
editor.addEventListener("paste", (event) => {
  event.preventDefault();
  document.execCommand("insertText", false, editable(event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n")));
});
// What is copied is the text itself, without stand-ins.
for (const kind of ["copy", "cut"])
  addEventListener(kind, (event) => {
    const area = event.target.closest?.("textarea");
    const text = area ? area.value.slice(area.selectionStart, area.selectionEnd) : getSelection().toString();
    if (withoutStandIns(text) === text) return;
    event.clipboardData.setData("text/plain", withoutStandIns(text));
    event.preventDefault();
    if (kind === "cut") document.execCommand("delete");
  });
editor.addEventListener("drop", (event) => event.preventDefault());
editor.addEventListener("keydown", (event) => {
  // Tab leaves the editor, as everywhere; Enter keeps the indent.
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const at = getSelection().anchorNode;
  const line = [...editor.children].find((candidate) => candidate.contains(at));
  const indent = /^ */.exec(line?.textContent ?? "")[0];
  document.execCommand("insertParagraph");
  if (indent) document.execCommand("insertText", false, indent);
});
find("file").addEventListener("change", () => open(state.files.find((file) => file.path === find("file").value)));
function askAgain() {
  for (const item of find("names").children) item.edition = 0;
  soon();
}

find("bucket").addEventListener("input", askAgain);
find("kind").addEventListener("change", askAgain);
find("add").addEventListener("click", () => addName(""));
find("save").addEventListener("click", () => quietly(save));
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    quietly(save);
  }
});
addEventListener("beforeunload", (event) => {
  if (state.edits.size > 0) event.preventDefault();
});
quietly(read);
