// The page shows what the command answers; it decides nothing. The address has the token, so every path is relative.
"use strict";

const find = (id) => document.getElementById(id);
const editor = find("editor");
const state = { files: [], edits: new Map(), current: null, checked: [], proved: [], asking: {}, names: [] };

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

const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

function say(text, kind = "") {
  find("state").textContent = text;
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
  return lines.join("\n").replaceAll("\u00a0", " ");
}

function setEditor(text) {
  editor.replaceChildren(
    ...text.split("\n").map((line) => make("div", {}, line.length > 0 ? line : document.createElement("br"))),
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
  for (const line of lines) {
    const text = line.textContent;
    const comment = /(^|\s)#.*$/.exec(text);
    if (comment) comments.push(rangeIn(line, comment.index, text.length));
    const key = /^(\s*(?:- )?)([\w.-]+):(?=\s|$)/.exec(text);
    if (key) keys.push(rangeIn(line, key[1].length, key[1].length + key[2].length));
  }
  CSS.highlights.set("comment", new Highlight(...comments.filter(Boolean)));
  CSS.highlights.set("key", new Highlight(...keys.filter(Boolean)));
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

function edited() {
  const text = editorText();
  if (text === state.current.text) state.edits.delete(state.current.path);
  else state.edits.set(state.current.path, text);
  showEdits();
  soon();
}

function showEdits() {
  find("save").disabled = state.edits.size === 0;
  for (const option of find("file").options)
    option.textContent = option.value + (state.edits.has(option.value) ? " •" : "");
}

function showFindings() {
  const all = findings();
  find("count").textContent = all.length > 0 ? `(${all.length})` : "(none)";
  find("findings").replaceChildren(
    ...all.map((finding) => {
      const place = make("button", { type: "button", textContent: `${finding.file}:${finding.line}:${finding.column}` });
      place.addEventListener("click", () => goTo(finding));
      const item = make("li", { className: finding.severity }, place);
      item.append(make("b", { textContent: `${finding.severity} ${finding.code}: ` }), finding.message);
      if (finding.witness) {
        const proof = make("button", { type: "button", textContent: `try ${finding.witness}` });
        proof.addEventListener("click", () => addName(finding.witness));
        item.append(" ", proof);
      }
      return item;
    }),
  );
}

// ---- names

const names = () => [...find("names").querySelectorAll("textarea")];

function addName(text = "", after = null) {
  const area = make("textarea", { value: text, rows: 1, spellcheck: false });
  area.setAttribute("aria-label", "Object name");
  area.setAttribute("autocapitalize", "off");
  const paint = make("div", { className: "paint", ariaHidden: "true", textContent: text || "\u200b" });
  const answer = make("div", { className: "answer" });
  const item = make("li", {}, make("div", { className: "name" }, paint, area), answer);
  area.addEventListener("input", () => {
    // A name is one line here.
    if (area.value.includes("\n")) area.value = area.value.replaceAll("\n", "");
    paint.textContent = area.value || "\u200b";
    soon();
  });
  area.addEventListener("keydown", (event) => nameKey(event, area, item));
  if (after) after.after(item);
  else find("names").append(item);
  area.focus({ preventScroll: false });
  soon();
}

function nameKey(event, area, item) {
  const all = names();
  const at = all.indexOf(area);
  if (event.key === "Enter") addName("", item);
  else if (event.key === "ArrowUp" && at > 0) all[at - 1].focus();
  else if (event.key === "ArrowDown" && at + 1 < all.length) all[at + 1].focus();
  else if (event.key === "Delete" && event.altKey && all.length > 1) {
    item.remove();
    (all[at + 1] ?? all[at - 1]).focus();
  } else return;
  event.preventDefault();
}

function showName(item, name) {
  const paint = item.querySelector(".paint");
  const text = name.object;
  const captures = name.captures.map((capture, index) => ({ ...capture, colour: `g${index % 6}` }));
  // A group inside another one is painted over it.
  const colours = Array.from({ length: text.length }, () => "");
  for (const capture of captures) colours.fill(capture.colour, capture.start, capture.start + capture.length);
  const parts = [];
  for (let from = 0; from < text.length; ) {
    let to = from + 1;
    while (to < text.length && colours[to] === colours[from]) to++;
    parts.push(make("span", { className: colours[from], textContent: text.slice(from, to) }));
    from = to;
  }
  paint.replaceChildren(...(parts.length > 0 ? parts : ["\u200b"]));

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
  if (name.bucket) verdict.append(` in ${name.bucket}`);
  const shown = [verdict];
  if (captures.length > 0)
    shown.push(
      make(
        "p",
        { className: "legend" },
        ...captures.map((capture) =>
          make("span", {
            className: capture.colour,
            textContent: `${capture.group} = ${text.substr(capture.start, capture.length)}`,
          }),
        ),
      ),
    );
  for (const taker of name.routes)
    shown.push(make("p", { className: "reason", textContent: `${taker.pattern}  ${taker.file}:${taker.line}` }));
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
  state.asking.prove?.abort();
  clearTimeout(timer);
  timer = setTimeout(() => quietly(check), 120);
}

async function check() {
  const items = [...find("names").children];
  const asked = items.filter((item) => item.querySelector("textarea").value.length > 0);
  const answer = await ask("check", question(asked.map((item) => item.querySelector("textarea").value)));
  state.checked = answer.diagnostics;
  if (!answer.loads) state.proved = [];
  asked.forEach((item, index) => {
    if (answer.names[index]?.object === item.querySelector("textarea").value) showName(item, answer.names[index]);
    else if (!answer.loads) {
      // Captures of routes that are no more would mislead.
      item.querySelector(".paint").textContent = item.querySelector("textarea").value;
      item
        .querySelector(".answer")
        .replaceChildren(make("p", { className: "reason", textContent: "the routes do not load" }));
    }
  });
  for (const item of items)
    if (!asked.includes(item)) item.querySelector(".answer").replaceChildren();
  paintEditor();
  showFindings();
  const errors = answer.diagnostics.filter((finding) => finding.severity === "error").length;
  say(answer.loads ? "the routes load; proving…" : `the routes do not load: ${counted(errors, "error")}`, answer.loads ? "" : "bad");
  find("map").classList.toggle("old", !answer.loads);
  if (answer.loads) await prove();
}

async function prove() {
  const answer = await ask("prove", question([]));
  if (!answer.loads) return;
  state.proved = answer.findings;
  paintEditor();
  showFindings();
  showMap(answer);
  const count = answer.findings.length;
  const unknown = answer.unknown ? "; the budget ran out, the rest is unknown" : "";
  say(count > 0 ? `proved: ${counted(count, "finding")}${unknown}` : `proved: no findings${unknown}`, count > 0 ? "" : "good");
}

// ---- the map: bucket → route → task → written bucket

function showMap({ nodes, edges }) {
  const written = new Set(edges.filter((edge) => edge.kind === "writes").map((edge) => edge.to));
  const taken = new Set(edges.filter((edge) => edge.kind === "takes").map((edge) => edge.from));
  const column = { route: 1, task: 2 };
  const placed = nodes.flatMap((node) =>
    node.kind !== "bucket"
      ? [{ ...node, column: column[node.kind] }]
      : [
          ...(taken.has(node.id) ? [{ ...node, column: 0 }] : []),
          ...(written.has(node.id) ? [{ ...node, id: `${node.id}w`, column: 3 }] : []),
        ],
  );
  const short = (text) => (text.length > 30 ? `${text.slice(0, 29)}…` : text);
  const rows = [0, 0, 0, 0];
  for (const node of placed) node.row = rows[node.column]++;
  const widths = [0, 1, 2, 3].map((at) =>
    Math.max(90, ...placed.filter((node) => node.column === at).map((node) => short(node.label).length * 8 + 24)),
  );
  const left = widths.map((_, at) => 16 + widths.slice(0, at).reduce((sum, width) => sum + width + 56, 0));
  const tall = Math.max(...rows);
  const height = 48 + tall * 44;
  const width = left[3] + widths[3] + 16;
  const top = (node) => 36 + (node.row + (tall - rows[node.column]) / 2) * 44;
  const at = new Map(placed.map((node) => [node.id, node]));
  const picture = draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
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
    const y1 = top(from) + (back ? 30 : 15);
    const x2 = left[to.column] + (back ? widths[to.column] / 2 : 0);
    const y2 = top(to) + (back ? 30 : 15);
    const d = back
      ? `M${x1} ${y1}C${x1} ${y1 + 26} ${x2} ${y2 + 26} ${x2} ${y2}`
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
        draw("rect", { x: left[node.column], y: top(node), width: widths[node.column], height: 30, rx: 6 }),
        draw("text", { x: left[node.column] + 12, y: top(node) + 20 }, short(node.label)),
      ),
    );
  find("map").replaceChildren(picture);
  find("map").classList.remove("old");
}

// ---- reading and saving

async function read() {
  const response = await fetch("api/files");
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  state.files = answer.files;
  find("file").replaceChildren(...answer.files.map((file) => make("option", { value: file.path, textContent: file.path })));
  open(answer.files[0]);
  for (const name of answer.names) addName(name);
  if (answer.names.length === 0) addName("");
  document.activeElement.blur();
  scrollTo(0, 0);
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
  document.execCommand("insertText", false, event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n"));
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
find("bucket").addEventListener("input", soon);
find("kind").addEventListener("change", soon);
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
