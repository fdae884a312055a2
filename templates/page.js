"use strict";
// Filters and stepping for a page that reads well without them: nothing is shown that was not
// there, findings that are filtered out are only hidden.
(() => {
  const form = document.getElementById("controls");
  const shown = document.getElementById("shown");
  const cards = [...document.querySelectorAll(".card")];
  const notes = [...document.querySelectorAll(".notes li")];
  const marks = [...document.querySelectorAll(".rows mark")];
  const rows = [...document.querySelectorAll(".rows > tbody")];
  let at = -1;

  // The classes of a note are its severity and its kind; a mark names its note by a link, or, where
  // it has none, by a number.
  const wanted = (severity, itsKind, severities, kind) =>
    severities.has(severity) && (!kind || itsKind === kind);
  const noteOf = (mark) => mark.querySelector("a")?.hash.slice(1) ?? `note-${mark.dataset.finding}`;

  // What hovering shows is said in the rows already: it need not be in the file twice.
  const told = new Map(notes.map((note) => [note.id, note.textContent]));
  for (const note of notes) note.tabIndex = -1;
  for (const mark of marks) mark.title = told.get(noteOf(mark)) ?? "";
  document.querySelectorAll(".strip a").forEach((cell, index) => {
    const status = document.querySelector(`${cell.getAttribute("href")} .status b`)?.parentNode;
    const title = document.createElementNS(cell.namespaceURI, "title");
    // A moved passage has a link there, which is no part of what it is.
    const parts = [...(status?.childNodes ?? [])].filter((part) => part.nodeName !== "A");
    const text = parts.map((part) => part.textContent.trim()).join(" ");
    title.textContent = `${index + 1}: ${text || "same"}`;
    cell.append(title);
  });

  function filter() {
    const severities = new Set(
      [...form.querySelectorAll('[name="severity"]:checked')].map((box) => box.value),
    );
    const kind = form.elements.kind.value;
    const all = !kind && !form.querySelector('[name="severity"]:not(:checked)');
    for (const card of cards) {
      card.hidden = !wanted(card.dataset.severity, card.dataset.kind, severities, kind);
    }
    for (const note of notes) note.hidden = !wanted(...note.classList, severities, kind);
    const visible = new Set(notes.filter((note) => !note.hidden).map((note) => note.id));
    for (const mark of marks) mark.classList.toggle("off", !visible.has(noteOf(mark)));
    for (const row of rows) {
      const has = row.querySelector(".notes li:not([hidden])");
      const changed = all ? row.matches(".changed, .place") : has;
      row.hidden = form.elements.changed.checked && !changed;
    }
    shown.value = all ? "" : `${visible.size} of ${notes.length} findings shown`;
  }

  function step(by) {
    const open = notes.filter((note) => !note.hidden);
    if (!open.length) return;
    at = (at + by + open.length) % open.length;
    const note = open[at];
    note.closest("tbody").hidden = false;
    note.focus({ preventScroll: true });
    note.closest("tbody").scrollIntoView({ block: "center" });
  }

  form.hidden = false;
  form.addEventListener("input", () => {
    at = -1;
    filter();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.next.addEventListener("click", () => step(1));
  form.elements.previous.addEventListener("click", () => step(at === -1 ? 0 : -1));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    if (event.key === "k") step(at === -1 ? 0 : -1);
  });
  // A browser may keep boxes as they were before a reload.
  filter();
})();
