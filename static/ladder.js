// The ladder's form without a round to the server: copies, moves by button, key or mouse, a new row, pasted tables.
// Without this script each of these buttons sends the form, and the page comes back with it done.
(() => {
  const form = document.getElementById("ladder_form");
  const areas = document.getElementById("areas");
  if (!form || !areas || !form.elements.opened) return;
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  const rowOf = (node) => node?.closest?.("#areas tr");
  const cellsOf = (row) => [...row.querySelectorAll(".cell textarea")];
  const type = (field, text, all) => {
    field.focus();
    if (all) field.select();
    // What was there comes back with the browser's own undo.
    if (!document.execCommand("insertText", false, text)) field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    changed();
  };
  const move = (row, by) => {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    const focused = document.activeElement;
    by < 0 ? other.before(row) : other.after(row);
    focused?.focus();
    row.scrollIntoView({ block: "nearest" });
    changed();
  };
  const addRow = () => {
    const last = [...areas.rows].filter((row) => row.dataset.row !== "none").at(-1);
    if (!last) return null;
    const old = last.dataset.row;
    let number = 0;
    while (areas.querySelector(`[data-row="n${number}"]`)) number += 1;
    const row = last.cloneNode(true);
    row.dataset.row = `n${number}`;
    for (const note of row.querySelectorAll(".errornote")) note.remove();
    const name = last.querySelector(".area-name").value || "New area";
    for (const node of row.querySelectorAll("input, textarea, button")) {
      node.name = node.name.replace(`-${old}-`, `-n${number}-`);
      const label = node.getAttribute("aria-label");
      if (label) node.setAttribute("aria-label", label.replace(name, "New area"));
      if (node.type === "hidden") node.value = `n${number}`;
      else if (node.tagName === "BUTTON") node.value = node.value.replace(`:${old}`, `:n${number}`);
      else node.value = node.defaultValue = "";
    }
    last.after(row);
    return row;
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=_do]");
    const [action] = button?.value.split(":") ?? [];
    if (action === "copy") {
      const cell = button.closest("td");
      type(cell.querySelector("textarea"), cell.previousElementSibling.querySelector("textarea").value, true);
    } else if (action === "up" || action === "down") move(rowOf(button), action === "up" ? -1 : 1);
    else if (action === "add") {
      const row = addRow();
      if (!row) return;
      row.querySelector(".area-name").focus();
      changed();
    } else return;
    event.preventDefault();
  });
  areas.addEventListener("keydown", (event) => {
    const by = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    move(rowOf(event.target), by);
  });
  const spread = (field, rows) => {
    if (rows.length === 1 && rows[0].length === 1) return type(field, rows[0][0]);
    const column = cellsOf(rowOf(field) ?? field.closest("tr")).indexOf(field);
    let row = rowOf(field);
    for (const cells of rows) {
      if (!row || row.dataset.row === "none") row = addRow();
      if (!row) break;
      cells.forEach((text, place) => {
        const target = cellsOf(row)[column + place];
        if (target) target.value = target.value.trim() ? `${target.value}\n${text}` : text;
      });
      row = row.nextElementSibling;
    }
    changed();
  };
  areas.addEventListener("paste", async (event) => {
    const field = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (field.tagName !== "TEXTAREA" || !/[\t\n\r]/.test(text)) return;
    event.preventDefault();
    const sent = new FormData();
    for (const name of ["csrfmiddlewaretoken", "opened"]) sent.set(name, form.elements[name].value);
    sent.set("_do", "clean");
    sent.set("pasted", text);
    try {
      const answer = await fetch(location.href, { method: "POST", body: new URLSearchParams(sent) });
      spread(field, (await answer.json()).rows);
    } catch {
      type(field, text); // as it came: saving cleans it too
    }
  });
  let dragged = null;
  const draggable = (row) => row.querySelector(".moves")?.setAttribute("draggable", "true");
  [...areas.rows].forEach(draggable);
  areas.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.(".moves")) return;
    dragged = rowOf(event.target);
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  areas.addEventListener("dragover", (event) => {
    const row = dragged && rowOf(event.target);
    if (!row) return;
    event.preventDefault();
    if (row === dragged) return;
    const box = row.getBoundingClientRect();
    event.clientY < box.y + box.height / 2 ? row.before(dragged) : row.after(dragged);
  });
  areas.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    changed();
  });
  // What autosave.js restores may have rows that the page does not.
  form.addEventListener("restore", ({ detail: { fields } }) => {
    const wanted = fields.filter(([name]) => name === "row").map(([, id]) => id);
    for (const id of wanted) {
      const row = areas.querySelector(`[data-row="${id}"]`) ?? addRow();
      if (row) areas.append(row);
    }
  });
})();
