"use strict";
// Filters and stepping for a page that reads well without them: nothing is shown that was not
// there, findings that are filtered out are only hidden.
(() => {
  const form = document.getElementById("controls");
  const shown = document.getElementById("shown");
  const listed = [...document.querySelectorAll("[data-severity]")];
  const notes = listed.filter((item) => item.id);
  const marks = [...document.querySelectorAll("mark[data-finding]")];
  const rows = [...document.querySelectorAll(".rows > tbody")];
  let at = -1;

  const wanted = (item, severities, kind) =>
    severities.has(item.dataset.severity) && (!kind || item.dataset.kind === kind);

  function filter() {
    const severities = new Set(
      [...form.querySelectorAll('[name="severity"]:checked')].map((box) => box.value),
    );
    const kind = form.elements.kind.value;
    const all = !kind && !form.querySelector('[name="severity"]:not(:checked)');
    for (const item of listed) item.hidden = !wanted(item, severities, kind);
    const visible = new Set(notes.filter((note) => !note.hidden).map((note) => note.dataset.finding));
    for (const mark of marks) mark.classList.toggle("off", !visible.has(mark.dataset.finding));
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
