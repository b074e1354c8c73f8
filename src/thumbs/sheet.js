
"use strict";
(() => {
  const element = (id) => document.getElementById(id);
  const list = element("captures");
  const captures = [...list.children];
  const texts = new Map();
  const text = (capture) => {
    if (!texts.has(capture)) {
      texts.set(capture, capture.textContent.toLowerCase());
    }
    return texts.get(capture);
  };
  const position = new Map(captures.map((capture, index) => [capture, index]));
  let descending = false;

  const filter = () => {
    const words = element("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const protocol = element("protocol").value, state = element("state").value;
    const hosts = Number(element("hosts").value) || 0;
    let shown = 0;
    for (const capture of captures) {
      const data = capture.dataset;
      const fits = Number(data.hosts) >= hosts && (!state || data.state === state) &&
        (!protocol || data.protocols.split(" ").includes(protocol)) &&
        words.every((word) => text(capture).includes(word));
      capture.hidden = !fits;
      shown += fits;
    }
    element("shown").textContent = shown === captures.length ? "" : `${shown} of ${captures.length} shown`;
  };

  /* Whole numbers may be longer than a Number holds exactly. Equal ones keep the order of names. */
  const sort = () => {
    const key = element("sort").value, sign = descending ? -1 : 1;
    const value = new Map(captures.map((capture) => [capture, key === "name" ? position.get(capture) : BigInt(capture.dataset[key])]));
    captures.sort((a, b) => {
      const x = value.get(a), y = value.get(b);
      return x < y ? -sign : x > y ? sign : position.get(a) - position.get(b);
    });
    list.append(...captures);
  };

  const links = () => captures.filter((capture) => !capture.hidden).map((capture) => capture.querySelector("a")).filter(Boolean);

  /* How many captures stand in one row. */
  const columns = () => getComputedStyle(list).gridTemplateColumns.split(" ").length;

  const move = (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns(), ArrowDown: columns() };
    const all = links(), at = all.indexOf(document.activeElement);
    const to = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : at + steps[event.key];
    if (at >= 0 && all[to]) {
      all[to].focus();
      event.preventDefault();
    }
  };

  const dark = matchMedia("(prefers-color-scheme: dark)");
  element("theme").addEventListener("click", () => {
    const root = document.documentElement;
    root.dataset.theme = (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark" ? "light" : "dark";
  });
  element("order").addEventListener("click", () => {
    descending = !descending;
    element("order").setAttribute("aria-pressed", descending);
    sort();
  });
  element("sort").addEventListener("change", sort);
  for (const id of ["find", "protocol", "state", "hosts"]) {
    element(id).addEventListener("input", filter);
  }
  element("controls").addEventListener("submit", (event) => event.preventDefault());
  list.addEventListener("keydown", move);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input, select")) {
      element("find").focus();
      event.preventDefault();
    } else if (event.key === "Escape" && event.target === element("find")) {
      element("find").value = "";
      filter();
    }
  });
  element("controls").hidden = false;
})();
