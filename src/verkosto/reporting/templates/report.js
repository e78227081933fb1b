"use strict";
(() => {
  const root = document.documentElement;
  const kept = "verkosto-theme";

  // A browser may keep nothing, as some do for files.
  const remembered = () => { try { return localStorage.getItem(kept); } catch { return null; } };
  const remember = (name) => { try { localStorage.setItem(kept, name); } catch { /* the choice holds for now */ } };
  const paint = (name) => {
    if (name === "light" || name === "dark") root.dataset.theme = name;
    else delete root.dataset.theme;
  };

  const themes = document.getElementById("theme");
  themes.parentElement.hidden = false;
  if ([...themes.options].some((option) => option.value === remembered())) themes.value = remembered();
  paint(themes.value);
  themes.addEventListener("change", () => { paint(themes.value); remember(themes.value); });

  const words = new Intl.Collator(root.lang, { numeric: true });
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
    return cell.tagName === "TH" ? cell.textContent.trim() : null;
  };
  const compared = (one, other) => (typeof one === "number" ? one - other : words.compare(one, other));

  const sortable = (table) => {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    const sort = (head, column) => {
      const orders = head.classList.contains("number") ? ["descending", "ascending"] : ["ascending", "descending"];
      const order = orders[orders.indexOf(head.getAttribute("aria-sort")) + 1];
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      if (order) head.setAttribute("aria-sort", order);
      const sign = order === "descending" ? -1 : 1;
      // What has no figure comes last either way, and totals after everything.
      const apart = (row) => (row.classList.contains("total") ? 2 : keyOf(row, column) === null ? 1 : 0);
      const sorted = order ? [...rows].sort((one, other) => {
        const places = [apart(one), apart(other)];
        if (places[0] !== places[1] || places[0] > 0) return places[0] - places[1];
        return sign * compared(keyOf(one, column), keyOf(other, column));
      }) : rows;
      body.append(...sorted);
    };
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(head, column));
      head.append(button);
    });
  };
  document.querySelectorAll("table.sortable").forEach(sortable);
  document.querySelectorAll(".with-script").forEach((part) => { part.hidden = false; });

  // What fits needs no stop for the keyboard.
  const boxes = document.querySelectorAll(".scroll, .picture");
  const reach = () => boxes.forEach((box) => {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
  reach();
  addEventListener("resize", reach);
})();
