"use strict";
// Makes the page fold, search and follow. The page says everything without it.
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  // What is kept while the page is renewed.
  const state = { picked: null, folded: new Map(), language: null, supposed: new Map(), distrust: false, plain: false, zoom: 0, pane: "-argument" };
  let tree, items, names, picture, engine, labels;

  const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };
  const decoded = (markup) => markup.replace(/&(lt|gt|amp|quot|#39);/g, (_, name) => ENTITIES[name]);

  // Work that can wait, in slices: `work` does a little, and says whether there is more.
  const idle = (work) => {
    const later = window.requestIdleCallback ?? ((turn) => setTimeout(() => turn({ timeRemaining: () => 8, busy: false }), 30));
    const turn = (deadline) => {
      do if (!work()) return; while (deadline.timeRemaining() > 4);
      later(turn);
    };
    later(turn);
  };
  // Calls back, once, when an element is about to come into sight.
  const nearing = new Map();
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) approached(target);
  }, { rootMargin: "900px 0px" });
  const approached = (element) => {
    const act = nearing.get(element);
    watcher.unobserve(element);
    nearing.delete(element);
    act?.();
  };
  const whenNear = (element, act) => { nearing.set(element, act); watcher.observe(element); };

  // ---- The lines of the argument: read from what those without a script see, and made elements of when they are needed.

  // How many lines are made at a time, and about how high one is, in rem.
  const MANY = 50;
  const HIGH = 3.2;

  // Where the rest of what is known of a claim begins.
  const MORE = '<div class="more">';

  // A line of the argument, read only as far as it is asked.
  class Line {
    constructor(markup, attributes, start, above, place) {
      Object.assign(this, { markup, attributes, start, end: start, above, place, last: place, folded: false, element: null, list: null, gap: null, isLaid: false });
      this.depth = above ? above.depth + 1 : -1;
      this.nth = above ? above.below.length : 0;
      this.below = [];
    }
    get id() { return decoded(/ id="([^"]*)"/.exec(this.attributes)?.[1] ?? ""); }
    get number() { return / data-c="(\d+)"/.exec(this.attributes)?.[1]; }
    get key() { return this.place < 0 ? "" : this.id || `${this.above.key}/${this.nth}`; }
    get whole() { return this.markup.slice(this.start, this.end); }
    get row() {
      const at = this.whole.indexOf(MORE);
      return at < 0 ? this.whole : `${this.whole.slice(0, at)}</div>`;
    }
    get more() {
      const at = this.whole.indexOf(MORE);
      return at < 0 ? "" : this.whole.slice(at, -"</div>".length);
    }
    get title() { return decoded(/<a[ >][^>]*>([^<]*)|$/.exec(this.row)[1] ?? ""); }
  }

  const readLines = () => {
    const markup = $("-outline").textContent;
    items = [];
    names = null;
    const root = new Line(markup, "", 0, null, -1);
    const open = [root];
    let line = null;
    for (const { 0: tag, 1: closes, 2: name, 3: attributes, index } of markup.matchAll(/<(\/?)(li|ul)\b([^>]*)>/g)) {
      if (name === "li" && !closes) {
        const above = open.at(-1);
        line = new Line(markup, attributes, index + tag.length, above, items.length);
        above.below.push(line);
        items.push(line);
        open.push(line);
        continue;
      }
      if (line) line.end = index;
      line = null;
      if (name === "li") open.pop().last = items.length - 1;
      else if (!closes && open.length > 1) open.at(-1).folded = attributes.includes("hidden");
    }
    root.last = items.length - 1;
    if (state.folded.size) for (const item of items) if (item.below.length) item.folded = state.folded.get(item.key) ?? item.folded;
    return root;
  };
  // Claims by their ids and by their numbers.
  const named = () => {
    if (!names) {
      names = { ids: new Map(), numbers: new Map() };
      for (const item of items) if (item.number) { names.ids.set(item.id, item); names.numbers.set(item.number, item); }
    }
    return names;
  };
  const byId = (id) => named().ids.get(id);
  const byNumber = (number) => named().numbers.get(number);

  const row = (item) => item.element.firstElementChild;
  const itemOf = (element) => element?.closest("[id='-tree'] li")?.item;
  const isShown = (item) => {
    for (let one = item.above; one.element; one = one.above) if (one.folded) return false;
    return true;
  };

  // Lines that are still to be made: a gap stands for so many that follow each other.
  let gaps, burst = 0;
  const lay = (item) => {
    if (item.isLaid) return;
    item.isLaid = true;
    for (let from = 0; from < item.below.length; from += MANY) {
      const gap = { item, lines: item.below.slice(from, from + MANY), element: document.createElement("li") };
      gap.element.className = "gap";
      gap.element.setAttribute("role", "none");
      gap.element.style.height = `${height(gap.lines)}rem`;
      for (const line of gap.lines) line.gap = gap;
      item.list.append(gap.element);
      gaps.add(gap);
      if (burst < 3 * MANY && !item.folded) { burst += gap.lines.length; toMake.push(gap); } else whenNear(gap.element, () => make([gap]));
    }
  };
  // About how high lines are together, with what is unfolded below them.
  const height = (lines) => {
    let count = 0;
    for (const line of lines) {
      for (let place = line.place; place <= line.last; place++) {
        count += 1;
        if (items[place].folded) place = items[place].last;
      }
    }
    return count * HIGH;
  };
  let toMake = [];
  const make = (first, isFew = true) => {
    toMake.push(...first);
    if (isFew) burst = 0;
    for (let gap; (gap = toMake.pop()); ) {
      if (!gaps.delete(gap)) continue;
      watcher.unobserve(gap.element);
      nearing.delete(gap.element);
      const holder = document.createElement("ul");
      holder.innerHTML = gap.lines.map((line) => `<li${line.attributes}>${line.row}</li>`).join("");
      gap.lines.forEach((line, number) => dress(line, holder.children[number]));
      speak(holder);
      verdicts(holder);
      gap.element.replaceWith(...holder.children);
      for (const line of gap.lines) if (line.below.length && (isFew ? !line.folded : true)) lay(line);
    }
  };
  // Makes a line, if it is not made, and those above it.
  const need = (item) => {
    const above = [];
    for (let one = item; one.place >= 0; one = one.above) above.push(one);
    for (const one of above.reverse()) {
      lay(one.above);
      if (gaps.has(one.gap)) make([one.gap]);
    }
  };
  const makeAll = () => {
    for (const item of items) if (item.element) lay(item);
    while (gaps.size) make([...gaps], false);
  };

  // What a line has besides its words: a fold, its list, and its role.
  const dress = (item, element) => {
    item.element = element;
    element.item = item;
    if (item.below.length) {
      const button = document.createElement("span");
      button.className = "fold";
      const count = document.createElement("span");
      count.className = "count";
      count.textContent = ` (${item.below.length} folded)`;
      row(item).prepend(button);
      row(item).append(count);
      item.list = document.createElement("ul");
      item.list.id = "-g" + item.place;
      item.list.style.setProperty("--high", `${height(item.below)}rem`);
      element.append(item.list);
      show(item);
    }
    role(item);
  };
  const show = ({ element, list, folded }) => {
    element.classList.toggle("folded", folded);
    if (folded) list.setAttribute("hidden", "until-found"); else list.removeAttribute("hidden");
    if (!state.plain) element.firstElementChild.setAttribute("aria-expanded", String(!folded));
  };

  const fold = (item, folded) => {
    if (!item.below.length || item.folded === folded) return;
    item.folded = folded;
    state.folded.set(item.key, folded);
    if (!item.element) return;
    show(item);
    if (!folded) { burst = 0; lay(item); make([]); }
  };

  // Folds what is in sight at once, and what is not soon after.
  let folding = 0;
  const foldAll = (wanted) => {
    const mine = ++folding;
    const left = [];
    for (const item of items) {
      if (!item.below.length || item.folded === wanted(item)) continue;
      if (item.element) left.push(item); else { item.folded = wanted(item); state.folded.set(item.key, item.folded); }
    }
    const turn = () => {
      if (mine !== folding) return;
      const start = performance.now();
      while (left.length && performance.now() - start < 8) { const item = left.shift(); fold(item, wanted(item)); }
      if (left.length) setTimeout(turn);
    };
    turn();
  };

  // The role of a line in a tree, or none: then it is the nested lists that it is written as.
  const role = (item) => {
    const set = (element, name, value) => state.plain ? element.removeAttribute(name) : element.setAttribute(name, value);
    const line = row(item);
    set(item.element, "role", "none");
    set(line, "role", "treeitem");
    set(line, "aria-level", item.depth + 1);
    line.setAttribute("tabindex", item === roving ? "0" : "-1");
    if (item.list) {
      set(item.list, "role", "group");
      set(line, "aria-owns", item.list.id);
      set(line, "aria-expanded", String(!item.folded));
    }
    if (item === state.picked) set(line, "aria-selected", "true");
    for (const link of line.children) if (link.localName === "a") set(link, "tabindex", "-1");
  };
  const roles = () => {
    const set = (name, value) => state.plain ? tree.removeAttribute(name) : tree.setAttribute(name, value);
    set("role", "tree");
    set("aria-label", "The argument");
    for (const item of items) if (item.element) role(item);
  };

  let roving = null;
  const rove = (item) => {
    if (roving?.element) row(roving).setAttribute("tabindex", "-1");
    roving = item;
    if (item) row(item).setAttribute("tabindex", "0");
  };

  const plant = () => {
    tree = document.createElement("ul");
    tree.id = "-tree";
    tree.className = "tree";
    gaps = new Set();
    tree.root = readLines();
    tree.root.list = tree;
    lay(tree.root);
    make([]);
    $("-outline").after(tree);
    roles();
    const first = items.find((item) => item.element);
    rove(first);
    // What is folded is made too, so that the browser finds it.
    let place = 0;
    const mine = tree;
    idle(() => {
      if (mine !== tree) return false;
      for (const gap of gaps) { make([gap], false); return true; }
      while (place < items.length && (items[place].isLaid || !items[place].below.length)) place++;
      if (place === items.length) return false;
      lay(items[place]);
      return true;
    });
  };

  const unfoldTo = (item) => {
    for (let one = item.above; one.place >= 0; one = one.above) fold(one, false);
    need(item);
  };

  // A line counts as shown once all lines are made and it has stood still for this many frames; a reader who scrolls meanwhile goes where they like.
  const STILL = 30;
  let turns = 0;
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(kind, () => { turns++; }, { passive: true, capture: true });

  // Moves what is to be seen again and again until it stands still, or the reader does something: what is above it may get its
  // height only when it is made or comes into sight. `move` gives where it stands; nothing, to end.
  const untilStill = (move) => {
    const turn = ++turns;
    let top, still = 0;
    const settle = () => {
      const now = turn === turns ? move() : undefined;
      if (now === undefined) return;
      still = now === top && gaps.size === 0 ? still + 1 : 0;
      top = now;
      if (still < STILL) requestAnimationFrame(settle);
    };
    settle();
  };

  const focus = (item) => {
    if (!item) return;
    need(item);
    rove(item);
    row(item).focus({ preventScroll: true });
    untilStill(() => {
      if (document.activeElement !== row(item)) return undefined;
      row(item).scrollIntoView({ block: "nearest" });
      return row(item).getBoundingClientRect().top;
    });
  };

  // The next line, or the one before, that is not within what is folded.
  const step = (item, by) => {
    let at = item.place + by;
    if (by > 0 && item.folded) at = item.last + 1;
    while (items[at] && !isShown(items[at])) at += by;
    return items[at];
  };

  let typed = "", typedAt = 0;
  const typeAhead = (item, letter, when) => {
    typed = when - typedAt > 700 ? letter : typed + letter;
    typedAt = when;
    const wanted = typed.toLowerCase();
    const start = item.place + (typed.length > 1 ? 0 : 1);
    for (let number = 0; number < items.length; number++) {
      const one = items[(start + number) % items.length];
      if (one.title.toLowerCase().startsWith(wanted) && isShown(one)) return one;
    }
    return null;
  };

  const onKey = (event) => {
    if (!event.target.matches(".row")) return;
    const item = itemOf(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const has = item.below.length > 0;
    const above = item.above.place >= 0 ? item.above : null;
    let next = null;
    switch (event.key) {
      case "ArrowDown": next = step(item, 1); break;
      case "ArrowUp": next = step(item, -1); break;
      case "ArrowRight": if (has && item.folded) fold(item, false); else if (has) next = step(item, 1); break;
      case "ArrowLeft": if (has && !item.folded) fold(item, true); else next = above; break;
      case "Home": next = items[0]; break;
      case "End": next = items.findLast(isShown); break;
      case "*": for (const one of item.above.below) fold(one, false); break;
      case "Enter": activate(item); break;
      case " ":
        // Within a title that is being typed it is a space.
        if (typed && event.timeStamp - typedAt <= 700) next = typeAhead(item, " ", event.timeStamp);
        else activate(item);
        break;
      default:
        if (event.key.length !== 1) return;
        next = typeAhead(item, event.key, event.timeStamp);
    }
    event.preventDefault();
    focus(next);
  };

  const claimOf = (link) => {
    try { return byId(decodeURIComponent(link.hash.slice(1))); } catch { return undefined; }
  };

  // What a line stands for: its claim, or the claim that it refers to.
  const activate = (item) => {
    const link = item.element.querySelector(":scope > .row > a");
    const target = item.number ? item : link && claimOf(link);
    if (!target) return fold(item, !item.folded);
    if (target === item && item === state.picked) return pick(null);
    visit(target, true);
  };

  // ---- Panes that follow each other.

  let marked = [];
  const markOn = (element) => { element.classList.add("on"); marked.push(element); };
  const pick = (item) => {
    for (const one of marked) one.classList.remove("on");
    marked = [];
    if (state.picked) row(state.picked).removeAttribute("aria-selected");
    state.picked = item;
    picture?.mark();
    if (!item) return;
    need(item);
    unpack(item);
    markOn(item.element);
    if (!state.plain) row(item).setAttribute("aria-selected", "true");
    controls(item);
    if (isSupposing()) engine?.then((started) => explain(item.element.querySelector(".why"), item.number, started));
    passages(item.number).forEach(markOn);
  };

  // What else is known of a claim, below its words.
  const unpack = (item) => {
    if (item.more && !row(item).querySelector(":scope > .more")) row(item).insertAdjacentHTML("beforeend", item.more);
  };

  // Scrolls a pane, and nothing else, so that an element of it is in sight.
  const reveal = (element) => {
    const pane = element?.closest(".scroll");
    if (!pane || pane.scrollHeight + pane.scrollWidth <= pane.clientHeight + pane.clientWidth) return;
    const [box, frame] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
    pane.scrollTop += (box.top + box.bottom) / 2 - (frame.top + frame.bottom) / 2;
    pane.scrollLeft += (box.left + box.right) / 2 - (frame.left + frame.right) / 2;
  };

  const visit = (item, here = false) => {
    unfoldTo(item);
    pick(item);
    if (!here) pane("-argument");
    rove(item);
    picture?.reveal(item.number);
    reveal(passages(item.number)[0]);
    focus(item);
    if (item.id && decodeURIComponent(location.hash.slice(1)) !== item.id) history.replaceState(null, "", "#" + encodeURIComponent(item.id));
  };

  const follow = () => {
    let id;
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    if (!id) return;
    if (byId(id)) return visit(byId(id));
    const quoting = /^-q(\d+)-/.exec(id);
    if (quoting) passages(quoting[1]);
    if ($(id)?.closest("[id='-text']")) { pane("-text"); reveal($(id)); }
  };

  const pane = (id) => {
    state.pane = $(id) ? id : "-argument";
    for (const one of all(".pane")) one.classList.toggle("shown", one.id === state.pane);
    for (const one of all(".tabs button")) one.setAttribute("aria-pressed", String(one.dataset.pane === state.pane));
  };

  // ---- Parts of texts and of tables, made when they come near.

  // The parts that wait, and of each claim the passages that it quotes, or the parts in which they are.
  let waiting, quoting;
  const gather = () => {
    waiting = new Map(all(".part > noscript").map((kept) => [kept.parentElement, kept.textContent]));
    quoting = null;
    for (const part of waiting.keys()) whenNear(part, () => fill(part));
    idle(() => {
      for (const part of waiting.keys()) { fill(part); return true; }
      passages("");
      return false;
    });
  };
  const fill = (part) => {
    if (!waiting.has(part)) return;
    part.innerHTML = waiting.get(part);
    waiting.delete(part);
    speak(part);
    verdicts(part);
    if (quoting) note(part);
    if (state.picked) for (const one of all(".q", part)) if (one.dataset.c.split(" ").includes(state.picked.number)) markOn(one);
  };
  const note = (part) => {
    for (const one of all(".q", part)) for (const claim of one.dataset.c.split(" ")) noted(claim).passages.push(one);
  };
  const noted = (claim) => {
    if (!quoting.has(claim)) quoting.set(claim, { parts: new Set(), passages: [] });
    return quoting.get(claim);
  };
  const passages = (number) => {
    if (!quoting) {
      quoting = new Map();
      for (const text of all(".said")) {
        for (const part of text.children) {
          if (!waiting.has(part)) { note(part); continue; }
          for (const [, claims] of waiting.get(part).matchAll(/<a class="q"[^>]* data-c="([\d ]+)"/g)) {
            for (const claim of claims.split(" ")) noted(claim).parts.add(part);
          }
        }
      }
    }
    quoting.get(number)?.parts.forEach(fill);
    return quoting.get(number)?.passages ?? [];
  };

  const onClick = (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { target } = event;
    if (target.closest(".suppose, button, summary, input, select")) return;
    if (target.closest("svg.map")) {
      const number = picture.at(event);
      if (number) visit(byNumber(number));
      return;
    }
    const passage = target.closest(".q");
    if (passage) {
      // Several claims may quote a passage: each click goes on to the next.
      const numbers = passage.dataset.c.split(" ").filter((number) => byNumber(number));
      const at = numbers.indexOf(state.picked?.number ?? "");
      event.preventDefault();
      if (numbers.length) visit(byNumber(numbers[(at + 1) % numbers.length]));
      return;
    }
    if (target.closest(".fold, .count")) {
      const item = itemOf(target);
      return fold(item, !item.folded);
    }
    const line = target.closest(".tree .row");
    const link = target.closest("a");
    if (line && (link ? link.matches(".t") : !target.closest(".more"))) {
      event.preventDefault();
      return activate(itemOf(line));
    }
    if (link?.hash && link.getAttribute("href")[0] === "#") {
      event.preventDefault();
      if (location.hash === link.hash) follow(); else location.hash = link.hash;
    }
  };

  // ---- Search.

  let texts;
  const readTexts = () => {
    texts ??= items.filter((item) => item.number).map((item) => {
      const [name, ...said] = [...item.row.matchAll(/<(?:a class="t(?: id)?"|p class="words")[^>]*>([^<]*)/g)].map((found) => decoded(found[1]));
      return { item, title: name, said, all: [item.id, name, ...said].join(" ").toLowerCase() };
    });
  };
  const search = () => {
    const words = $("-find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const list = $("-found");
    list.replaceChildren();
    if (words.length) {
      readTexts();
      const found = texts.filter((one) => words.every((word) => one.all.includes(word)));
      found.slice(0, 30).forEach((one, number) => {
        const entry = document.createElement("li");
        const small = document.createElement("small");
        const head = document.createElement("b");
        entry.id = "-f" + number;
        entry.setAttribute("role", "option");
        entry.setAttribute("aria-selected", String(number === 0));
        head.textContent = one.title;
        small.textContent = one.said.find((said) => words.some((word) => said.toLowerCase().includes(word))) ?? one.said[0] ?? "";
        entry.append(head, small);
        entry.target = one.item;
        list.append(entry);
      });
      if (found.length !== list.childElementCount || !found.length) {
        const more = document.createElement("li");
        more.setAttribute("role", "option");
        more.setAttribute("aria-disabled", "true");
        more.textContent = found.length ? `and ${found.length - 30} more` : "No claim says this";
        list.append(more);
      }
    }
    opened(words.length > 0);
  };
  const opened = (open) => {
    $("-found").hidden = !open;
    $("-find").setAttribute("aria-expanded", String(open));
    const chosen = open && $("-found").querySelector('[aria-selected="true"]');
    if (chosen) $("-find").setAttribute("aria-activedescendant", chosen.id); else $("-find").removeAttribute("aria-activedescendant");
  };
  const searchKey = (event) => {
    const entries = [...$("-found").children].filter((entry) => entry.target);
    const at = entries.findIndex((entry) => entry.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") { $("-find").value = ""; search(); }
    else if (event.key === "Enter" && entries[at]) choose(entries[at]);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && entries.length) {
      const next = (at + (event.key === "ArrowDown" ? 1 : entries.length - 1)) % entries.length;
      entries[at]?.setAttribute("aria-selected", "false");
      entries[next].setAttribute("aria-selected", "true");
      entries[next].scrollIntoView({ block: "nearest" });
      opened(true);
    } else return;
    event.preventDefault();
  };
  const choose = (entry) => { opened(false); visit(entry.target); };

  // ---- Languages.

  const speak = (root = document) => {
    if (!state.language) return;
    for (const one of all(".words", root)) {
      if (one.previousElementSibling?.matches(".words")) continue;
      const same = [one];
      for (let next = one.nextElementSibling; next?.matches(".words"); next = next.nextElementSibling) same.push(next);
      const shown = same.find((other) => other.lang === state.language) ?? same[0];
      for (const other of same) other.hidden = other !== shown;
    }
  };

  // ---- The picture: of a large one, what is in the window.

  // A picture of so few claims is drawn at once; of more than so many in the window, only outlines are drawn.
  const FEW = 300;
  const BOX = / x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="6" fill="([^"]*)" stroke="([^"]*)"/;
  // What the numbers in a path, or the place of another element, span.
  const spanned = (markup) => {
    const path = / d="([^"]*)"/.exec(markup)?.[1].match(/-?[\d.]+/g)?.map(Number);
    const [, x, y] = / c?x="([-\d.]+)" c?y="([-\d.]+)"/.exec(markup) ?? [];
    const places = path ?? [Number(x) - 60, Number(y) - 20, Number(x) + 60, Number(y) + 20];
    const span = [Infinity, Infinity, -Infinity, -Infinity];
    places.forEach((place, number) => {
      const axis = number % 2;
      span[axis] = Math.min(span[axis], place);
      span[axis + 2] = Math.max(span[axis + 2], place);
    });
    return span;
  };
  // The dots of a line across a whole large picture cost seconds to draw: a line that is so long is thin instead.
  const LONG = 4000;
  const thinned = ({ span, markup }) => span[2] - span[0] + span[3] - span[1] < LONG ? markup
    : markup.replace(/ stroke-width="[^"]*" stroke-dasharray="[^"]*"/, ' stroke-width="1" stroke-opacity="0.6"');
  const meets = (one, other) => one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3];

  const openPicture = () => {
    const kept = $("-drawn");
    const scroll = kept.parentElement;
    const [head] = /^<svg[^>]*>/.exec(kept.firstChild.data);
    kept.insertAdjacentHTML("afterend", `${head}</svg>`);
    const svg = scroll.querySelector("svg.map");
    let wrapper, questions, boxes = null, courses = null, drawn = null;
    // Reads a little of what is to be drawn, and says whether there is more.
    let unread = null;
    const readSome = () => {
      if (!unread) {
        const markup = kept.textContent;
        const [claims, ...asked] = markup.slice(head.length, markup.lastIndexOf("</svg>")).split('<g class="question">');
        const [lines, ...groups] = claims.split('<g data-c="');
        questions = asked.map((group) => {
          const [x, y] = / d="M([\d.]+) ([\d.]+)/.exec(group).slice(1).map(Number);
          return { span: [x - 20, y, x + 320, y + 200], markup: `<g class="question">${group}` };
        });
        wrapper = lines.slice(0, lines.indexOf(">") + 1);
        unread = { lines: lines.slice(wrapper.length, lines.lastIndexOf("</g>")).trim().split(/\n(?=<(?:path|circle|text))/).filter(Boolean), groups };
        [boxes, courses] = [new Map(), []];
        return true;
      }
      for (const markup of unread.lines.splice(0, 1000)) courses.push({ span: spanned(markup), markup, isDotted: markup.includes(' stroke-linecap="round"') });
      for (const group of unread.groups.splice(0, 1000)) {
        const [, x, y, width, height, fill, stroke] = BOX.exec(group);
        const span = [+x, +y, +x + +width, +y + +height];
        boxes.set(group.slice(0, group.indexOf('"')), { span, fill, stroke, markup: `<g data-c="${group}` });
      }
      return unread.lines.length + unread.groups.length > 0;
    };
    const read = () => { while (readSome()); };
    idle(() => svg.isConnected && (!unread || unread.lines.length + unread.groups.length > 0) && readSome());
    // The picture's units that a pixel shows, and what of the picture is in the window.
    const frame = () => {
      const [outer, inner] = [scroll.getBoundingClientRect(), svg.getBoundingClientRect()];
      const unit = svg.viewBox.baseVal.width / Math.max(1, inner.width);
      const [top, bottom] = [Math.max(0, outer.top), Math.min(innerHeight, outer.top + scroll.clientHeight)];
      return { unit, span: [(outer.left - inner.left) * unit, (top - inner.top) * unit, (outer.left + scroll.clientWidth - inner.left) * unit, (bottom - inner.top) * unit] };
    };
    const paths = (all, color, look) => {
      const byColor = new Map();
      for (const one of all) byColor.set(color(one), (byColor.get(color(one)) ?? "") + look(one));
      return byColor;
    };
    // Boxes without their words, and what leads from the one to the other without heads, each colour as one path.
    const outlines = (near, lines, unit) => {
      const width = Math.max(1.7, unit);
      const strokes = paths(lines.filter(({ isDotted }) => !isDotted), ({ markup }) => / stroke="([^"]*)"/.exec(markup)?.[1], ({ markup }) => / d="([^"]*)"/.exec(markup)?.[1] ?? "");
      strokes.delete(undefined);
      const rects = paths(near, ({ fill, stroke }) => `fill="${fill}" stroke="${stroke}"`, ({ span: [x, y, right, bottom] }) => `M${x} ${y}H${right}V${bottom}H${x}Z`);
      return [...strokes].map(([color, d]) => `<path fill="none" stroke="${color}" stroke-width="${width}" d="${d}"/>`).join("")
        + [...rects].map(([colors, d]) => `<path ${colors} stroke-width="${width}" d="${d}"/>`).join("");
    };
    const draw = (whole = false) => {
      const { unit, span } = frame();
      if (!whole && (span[2] <= span[0] || span[3] <= span[1])) return;
      read();
      const isFew = whole || boxes.size <= FEW;
      if (drawn && (drawn.isWhole || (!whole && drawn.unit === unit && span.every((place, side) => side < 2 ? place >= drawn.span[side] : place <= drawn.span[side])))) return;
      const [width, height] = [span[2] - span[0], span[3] - span[1]];
      const room = [span[0] - width / 2, span[1] - height / 2, span[2] + width / 2, span[3] + height / 2];
      const near = isFew ? [...boxes.values()] : [...boxes.values()].filter((box) => meets(box.span, room));
      const lines = isFew ? courses : courses.filter((course) => meets(course.span, room));
      const asked = isFew ? questions : questions.filter((question) => meets(question.span, room));
      drawn = { isWhole: isFew, unit, span: room };
      drawn.isOutlined = !isFew && near.length > FEW;
      svg.innerHTML = drawn.isOutlined
        ? outlines(near, lines, unit)
        : `${wrapper}${lines.map(isFew ? ({ markup }) => markup : thinned).join("\n")}</g>${[...near, ...asked].map(({ markup }) => markup).join("")}`;
      mark();
      verdicts(svg);
    };
    const mark = () => {
      for (const one of all(".on", svg)) if (drawn?.isOutlined) one.remove(); else one.classList.remove("on");
      const box = boxes?.get(state.picked?.number);
      if (!box || !drawn) return;
      if (drawn.isOutlined) svg.insertAdjacentHTML("beforeend", box.markup);
      svg.querySelector(`[data-c="${state.picked.number}"]`)?.classList.add("on");
    };
    // The place of an event in the picture.
    const place = ({ clientX, clientY }) => {
      const inner = svg.getBoundingClientRect();
      const unit = svg.viewBox.baseVal.width / inner.width;
      return [(clientX - inner.left) * unit, (clientY - inner.top) * unit];
    };
    let isDue = false;
    const soon = () => {
      if (isDue) return;
      isDue = true;
      requestAnimationFrame(() => { isDue = false; if (svg.isConnected) draw(); });
    };
    // Shows a unit of the picture as so many pixels, or all of it in its pane (0), and keeps a place where it is.
    const zoom = (factor, about) => {
      const outer = scroll.getBoundingClientRect();
      about ??= { clientX: outer.left + scroll.clientWidth / 2, clientY: outer.top + scroll.clientHeight / 2 };
      const before = place(about);
      state.zoom = factor && Math.min(4, Math.max(0.01, factor));
      svg.style.width = svg.style.minWidth = state.zoom ? `${svg.viewBox.baseVal.width * state.zoom}px` : "";
      const inner = svg.getBoundingClientRect();
      const scale = inner.width / svg.viewBox.baseVal.width;
      scroll.scrollLeft += inner.left + before[0] * scale - about.clientX;
      scroll.scrollTop += inner.top + before[1] * scale - about.clientY;
      soon();
    };
    const scale = () => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const bar = document.createElement("div");
    bar.className = "zoom";
    bar.append(
      button("−", "Smaller", () => zoom(scale() / 1.4)),
      button("+", "Larger", () => zoom(scale() * 1.4)),
      button("Fit", "Fit the picture into its pane", () => zoom(0)),
    );
    $("-picture").prepend(bar);
    scroll.addEventListener("scroll", soon, { passive: true });
    scroll.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(scale() * Math.exp(-event.deltaY / 300), event);
    }, { passive: false });
    // The picture is moved by the mouse; by the finger it scrolls.
    let held = null, wasMoved = false;
    svg.addEventListener("pointerdown", (event) => {
      wasMoved = false;
      if (event.pointerType === "mouse" && event.button === 0) held = [event.clientX, event.clientY, scroll.scrollLeft, scroll.scrollTop];
    });
    svg.addEventListener("pointermove", (event) => {
      if (!held) return;
      if (!(event.buttons & 1)) return void (held = null);
      const [x, y] = [event.clientX - held[0], event.clientY - held[1]];
      if (!wasMoved && Math.hypot(x, y) < 5) return;
      if (!wasMoved) svg.setPointerCapture(event.pointerId);
      wasMoved = true;
      [scroll.scrollLeft, scroll.scrollTop] = [held[2] - x, held[3] - y];
    });
    svg.addEventListener("pointerup", () => { held = null; });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    new ResizeObserver(soon).observe(scroll);
    return {
      mark,
      draw,
      soon,
      zoom,
      // The claim whose box is where an event is.
      at: (event) => {
        if (wasMoved) return null;
        const [x, y] = place(event);
        for (const [number, { span }] of boxes) if (meets(span, [x, y, x, y])) return number;
        return null;
      },
      // Where the whole would be too small to read, some of it, about a claim.
      approach(number) {
        if (!state.zoom && scale() < 0.35) zoom(0.4);
        this.reveal(number);
      },
      reveal: (number) => {
        read();
        const box = boxes.get(number);
        if (!box) return;
        const inner = svg.getBoundingClientRect();
        const [x, y] = [(box.span[0] + box.span[2]) / 2 * scale(), (box.span[1] + box.span[3]) / 2 * scale()];
        const outer = scroll.getBoundingClientRect();
        scroll.scrollLeft += inner.left + x - outer.left - scroll.clientWidth / 2;
        scroll.scrollTop += inner.top + y - outer.top - scroll.clientHeight / 2;
        // A small picture is drawn even where it is not in the window yet.
        draw(boxes.size <= FEW);
      },
    };
  };

  const button = (text, title, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (title) { made.title = title; made.setAttribute("aria-label", title); }
    made.addEventListener("click", act);
    return made;
  };

  const furnish = () => {
    const tabs = document.createElement("nav");
    tabs.className = "tabs";
    tabs.setAttribute("aria-label", "Panes");
    for (const [id, name] of [["-argument", "Argument"], ["-text", "Text"], ["-picture", "Picture"]]) {
      if (!$(id)) continue;
      const tab = button(name, "", () => {
        pane(id);
        document.querySelector(".panes").scrollIntoView();
        if (id === "-picture") picture.approach(state.picked?.number ?? document.querySelector("[data-why]")?.dataset.why ?? "0");
        else reveal($(id).querySelector(".on"));
      });
      tab.dataset.pane = id;
      tabs.append(tab);
    }
    document.querySelector(".panes").after(tabs);
    pane(state.pane);
    const language = $("-language");
    if (language) {
      if (state.language) language.value = state.language;
      language.addEventListener("change", () => { state.language = language.value; speak(); });
    }
    speak();
    $("-find").addEventListener("input", search);
    $("-find").addEventListener("keydown", searchKey);
    $("-find").addEventListener("blur", () => setTimeout(() => opened(false), 150));
    $("-found").addEventListener("mousedown", (event) => {
      const entry = event.target.closest("li");
      event.preventDefault();
      if (entry?.target) choose(entry);
    });
    $("-unfold").addEventListener("click", () => foldAll(() => false));
    $("-fold").addEventListener("click", () => foldAll((item) => item.depth >= 1));
    const distrust = $("-distrust");
    if (distrust) {
      distrust.setAttribute("aria-pressed", String(state.distrust));
      distrust.addEventListener("click", () => { state.distrust = !state.distrust; reckon(); });
    }
    $("-plain").setAttribute("aria-pressed", String(state.plain));
    $("-plain").addEventListener("click", () => {
      state.plain = !state.plain;
      $("-plain").setAttribute("aria-pressed", String(state.plain));
      roles();
    });
    for (const card of $("-engine") ? all(".fall") : []) {
      const said = document.createElement("p");
      said.className = "byline";
      said.textContent = "Try it: open a claim below, and ask what if it falls.";
      card.append(said);
    }
    document.querySelector(".tools").hidden = false;
    tree.addEventListener("keydown", onKey);
    tree.addEventListener("beforematch", (event) => unfoldTo(itemOf(event.target)));
    tree.addEventListener("focusin", (event) => { if (event.target.matches(".row")) rove(itemOf(event.target)); });
  };

  // ---- Suppose: the library itself says what then falls, and why.

  // The labels as letters, and how they are called.
  const CALLED = { a: "✓ stands", r: "✗ falls", u: "? undecided" };
  const KINDS = [["denied", "falls"], ["assumed", "stands by itself"], ["removed", "had never been written"]];

  // Starts the engine, once, and hands it the map's files.
  const start = async () => {
    const code = atob($("-engine").textContent);
    const packed = new Blob([Uint8Array.from(code, (letter) => letter.charCodeAt(0))]);
    const bytes = await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    const { exports } = (await WebAssembly.instantiate(bytes, {})).instance;
    const said = (at) => new TextDecoder().decode(new Uint8Array(exports.memory.buffer, at, exports.length()));
    const ask = (call, question) => {
      const words = new TextEncoder().encode(question);
      const at = exports.room(words.length);
      new Uint8Array(exports.memory.buffer, at, words.length).set(words);
      return said(exports[call]());
    };
    return {
      labels: ask("open", $("-files").textContent),
      suppose: (what) => ask("suppose", JSON.stringify(what)),
      why: (claim) => said(exports.why(claim)),
      fall: (claim) => said(exports.fall(claim)),
    };
  };

  const isSupposing = () => state.supposed.size > 0 || state.distrust;
  const suppose = async (item, kind) => {
    if (state.supposed.get(item.id) === kind) state.supposed.delete(item.id); else state.supposed.set(item.id, kind);
    await reckon();
  };
  const unproven = () => $("-distrust")?.dataset.claims.split(" ").map(Number) ?? [];

  // Shows what stands and what falls, as things are supposed to be.
  const reckon = async () => {
    for (const id of state.supposed.keys()) if (!byId(id)) state.supposed.delete(id);
    if (!$("-distrust")) state.distrust = false;
    if (!$("-engine") || (!engine && !isSupposing())) return;
    const started = await (engine ??= start());
    const what = { denied: [], assumed: [], removed: [], distrusted: state.distrust ? unproven() : [] };
    for (const [id, kind] of state.supposed) what[kind].push(Number(byId(id).number));
    labels = { was: started.labels, now: started.suppose(what) };
    verdicts(document);
    $("-distrust")?.setAttribute("aria-pressed", String(state.distrust));
    for (const one of all("[data-why]")) explain(one, one.dataset.why, started);
    for (const one of all("[data-fall]")) one.innerHTML = started.fall(Number(one.dataset.fall)) || "<h3>What would bring it down</h3><p>The supposition is that it had never been written.</p>";
    if (state.picked) {
      explain(state.picked.element.querySelector(".why"), state.picked.number, started);
      controls(state.picked);
    }
    tell([...named().numbers.keys()].filter((number) => labels.was[number] !== labels.now[number]).map((number) => [number, labels.now[number]]));
  };

  // Writes the labels of now to the verdicts and boxes below an element.
  const verdicts = (root) => {
    if (!labels) return;
    for (const verdict of all(".v", root)) {
      const number = verdict.dataset.v ?? verdict.closest("li").dataset.c;
      const [was, now] = [labels.was[number], labels.now[number]];
      verdict.className = `v ${now}${was === now ? "" : " moved"}`;
      verdict.textContent = CALLED[now];
    }
    for (const box of all(".claim[data-c]", root)) {
      const [was, now] = [labels.was[box.dataset.c], labels.now[box.dataset.c]];
      box.classList.toggle("moved", was !== now);
      box.classList.toggle("r", isSupposing() && now === "r");
    }
  };

  // What the library says is escaped by it, as what it wrote into the page is.
  const explain = (element, number, { why }) => { element.innerHTML = why(Number(number)); };

  const tell = (moved) => {
    const bar = $("-supposed");
    bar.hidden = !isSupposing();
    if (bar.hidden) return bar.replaceChildren();
    const link = (item) => {
      const made = document.createElement("a");
      made.href = "#" + encodeURIComponent(item.id);
      made.textContent = item.title;
      return made;
    };
    const said = document.createElement("span");
    said.append("Supposing that ");
    [...state.supposed].forEach(([id, kind], number) => {
      said.append(number ? ", " : "", link(byId(id)), " " + KINDS.find(([one]) => one === kind)[1]);
    });
    if (state.distrust) {
      const claims = unproven().map((number) => byNumber(String(number))).filter(Boolean);
      said.append(state.supposed.size ? ", " : "");
      claims.slice(0, 8).forEach((item, place) => said.append(place ? ", " : "", link(item)));
      said.append(claims.length > 8 ? ` and ${claims.length - 8} more` : "", claims.length === 1
        ? " does not stand by itself (its quotation is not proven)" : " do not stand by themselves (their quotations are not proven)");
    }
    const others = moved.filter(([number]) => !state.supposed.has(byNumber(number).id));
    for (const [letter, one, many] of [["r", "falls", "fall"], ["a", "stands", "stand"], ["u", "is left undecided", "are left undecided"]]) {
      const now = others.filter(([, label]) => label === letter);
      if (!now.length) continue;
      said.append(letter === others[0][1] ? ": " : "; ", `${now.length} more ${now.length === 1 ? one : many}: `);
      now.slice(0, 8).forEach(([number], place) => said.append(place ? ", " : "", link(byNumber(number))));
      if (now.length > 8) said.append(` and ${now.length - 8} more`);
    }
    if (!others.length) said.append(": nothing else changes");
    said.append(".");
    bar.replaceChildren(said, button("Suppose nothing", "", () => { state.supposed.clear(); state.distrust = false; reckon(); }));
  };

  // The buttons of an open claim.
  const controls = (item) => {
    if (!$("-engine") || !item.number) return;
    let bar = item.element.querySelector(":scope > .row > .more > .suppose");
    if (!bar) {
      bar = document.createElement("div");
      bar.className = "suppose";
      bar.setAttribute("role", "group");
      bar.setAttribute("aria-label", "What if");
      bar.append("What if it ");
      for (const [kind, said] of KINDS) {
        const made = button(said, "", () => suppose(item, kind));
        made.dataset.kind = kind;
        bar.append(made);
      }
      item.element.querySelector(":scope > .row > .more").append(bar);
    }
    for (const one of bar.querySelectorAll("button")) one.setAttribute("aria-pressed", String(state.supposed.get(item.id) === one.dataset.kind));
  };

  // ---- Begin, and begin again when a served page has changed.

  const begin = () => {
    engine = labels = texts = null;
    gather();
    plant();
    picture = openPicture();
    furnish();
    picture.zoom(state.zoom);
    idle(() => { readTexts(); return false; });
  };

  // Takes what a served page says now, and leaves folds, language, suppositions and the place where one reads as they are.
  const renew = async () => {
    const answer = await fetch("/");
    if (!answer.ok) return;
    const next = await answer.text();
    const seen = items.find((item) => item.element && isShown(item) && row(item).getBoundingClientRect().bottom > 80);
    const kept = { key: seen?.key, top: seen && row(seen).getBoundingClientRect().top, picked: state.picked?.id, focused: itemOf(document.activeElement)?.id ?? document.activeElement.id };
    const find = $("-find").value;
    const scrolls = new Map(all(".pane .scroll").map((one) => [one.parentElement.id, [one.scrollTop, one.scrollLeft]]));
    state.picked = roving = null;
    document.body.dataset.live = /<body data-live="(\d+)"/.exec(next)[1];
    // Scripts that come in like this do not run.
    document.body.innerHTML = next.slice(next.indexOf("<body"), next.lastIndexOf("</body>"));
    document.title = document.querySelector("h1").textContent;
    begin();
    await reckon();
    const picked = byId(kept.picked);
    if (picked) { pick(picked); rove(picked); }
    for (const one of all(".pane .scroll")) [one.scrollTop, one.scrollLeft] = scrolls.get(one.parentElement.id) ?? [0, 0];
    const again = items.find((item) => item.key === kept.key);
    untilStill(() => {
      if (!again || scrollY === 0) return undefined;
      need(again);
      scrollBy({ top: row(again).getBoundingClientRect().top - kept.top, behavior: "instant" });
      return row(again).getBoundingClientRect().top;
    });
    if (find) { $("-find").value = find; }
    const focused = byId(kept.focused);
    if (focused) need(focused);
    (focused ? row(focused) : $(kept.focused))?.focus({ preventScroll: true });
  };
  if (document.body.hasAttribute("data-live")) {
    let turn = Promise.resolve();
    new EventSource("/changes").onmessage = ({ data }) => {
      turn = turn.then(() => data !== document.body.dataset.live && renew()).catch(() => {});
    };
  }

  begin();
  follow();
  addEventListener("hashchange", follow);
  addEventListener("scroll", () => picture.soon(), { passive: true });
  // On paper everything is there.
  addEventListener("beforeprint", () => {
    makeAll();
    items.forEach(unpack);
    for (const part of [...waiting.keys()]) fill(part);
    picture.draw(true);
  });
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select, [role=treeitem]")) { event.preventDefault(); $("-find").focus(); }
  });
})();
