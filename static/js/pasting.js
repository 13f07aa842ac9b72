"use strict";
// A block copied from a spreadsheet is pasted from a cell on. reports/pasting.py does the same for
// those without a script; keep both alike.
(() => {
  const sheet = document.querySelector("[data-sheet]");
  const dialog = document.querySelector("[data-paste-dialog]");
  if (!sheet || !dialog) return;
  const own = document.documentElement.lang === "en" ? "en" : "vi";
  const other = own === "vi" ? "en" : "vi";
  const point = { vi: ",", en: "." };
  const grammar = {
    vi: /^[+-]?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?$/,
    en: /^[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?$/,
  };
  const plain = (text) => text.normalize("NFKC").replaceAll("\u2212", "-").trim();
  const reads = (text, notation) => grammar[notation].test(plain(text));
  const ambiguous = (text) => /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(plain(text));
  const turned = (text) => plain(text).replace(/[.,]/g, (sign) => (sign === "." ? "," : "."));

  const blockOf = (text) => {
    const one = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/y;
    const rows = [[]];
    for (let at = 0; at <= text.length; ) {
      one.lastIndex = at;
      const [whole, quoted, bare] = one.exec(text);
      rows.at(-1).push((quoted?.replaceAll('""', '"') ?? bare).trim());
      at += whole.length;
      if (at >= text.length) break;
      if (text[at] !== "\t") rows.push([]);
      at += text.startsWith("\r\n", at) ? 2 : 1;
    }
    while (rows.length && !rows.at(-1).some(Boolean)) rows.pop();
    return rows;
  };

  // Its numbers: one question when they may be read in two ways

  const example = (texts) => {
    const foreign = texts.find((text) => !reads(text, own) && reads(text, other));
    const unclear = texts.find(ambiguous);
    const sure = texts.some((text) => reads(text, own) && !reads(text, other));
    return foreign === undefined && (unclear === undefined || sure) ? null : unclear ?? foreign;
  };
  const ask = (text) =>
    new Promise((answer) => {
      dialog.querySelector("[data-example]").textContent = text;
      for (const button of dialog.querySelectorAll("[data-notation]")) {
        const notation = button.dataset.notation;
        const number = notation === own ? plain(text) : turned(text);
        const grouped = number.includes(point[other]);
        button.hidden = !reads(text, notation);
        button.value = notation;
        button.textContent = dialog.dataset[grouped ? "grouped" : "decimal"].replace("{number}", number);
      }
      dialog.returnValue = "";
      dialog.addEventListener("close", () => answer(dialog.returnValue), { once: true });
      dialog.showModal();
    });

  // Laid over the table

  const lay = (block, input) => {
    const first = input.closest("tr"), column = input.closest("td").cellIndex;
    let targets = [...sheet.querySelectorAll(".sheet__row, .sheet__group")];
    targets = targets.slice(targets.indexOf(first));
    const isHeading = (row) => row.matches(".sheet__group");
    // Headings take up a line of a table copied whole; else they are passed over.
    if (block.some((row, index) => targets[index] && isHeading(targets[index]) && row.some(Boolean)))
      targets = targets.filter((row) => !isHeading(row));
    const cells = [], outside = [];
    block.forEach((row, index) =>
      row.forEach((text, offset) => {
        if (!text) return; // an empty cell leaves what is there
        const cell = targets[index]?.cells[column + offset]?.querySelector("input[id^=c-]");
        if (cell) cells.push([cell, text]);
        else outside.push(text);
      }));
    return { cells, outside };
  };

  const box = document.querySelector("[data-pasted]");
  const says = box.querySelector("[data-pasted-words]");
  let undo = [];
  const fill = (cells) => {
    for (const [input, text] of cells) {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    cells.at(-1)?.[0].dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  };

  sheet.addEventListener("paste", async (event) => {
    const input = event.target, text = event.clipboardData.getData("text/plain");
    if (!(input instanceof HTMLInputElement) || !input.id.startsWith("c-")) return;
    const block = blockOf(text), texts = block.flat().filter(Boolean);
    const single = block.length === 1 && block[0].length === 1;
    if (!block.length || (single && !(ambiguous(text) && text.includes(point[own])))) return;
    event.preventDefault();
    const unclear = example(texts);
    const notation = unclear === null ? own : await ask(unclear);
    input.focus();
    if (!notation) return;
    const { cells, outside } = lay(block, input);
    const wanted = cells.map(([cell, one]) => [cell, notation !== own && reads(one, notation) ? turned(one) : one]);
    undo = wanted.map(([cell]) => [cell, cell.value]);
    fill(wanted);
    says.textContent = [
      says.dataset.placed.replace("{n}", wanted.length),
      outside.length ? says.dataset.outside.replace("{texts}", outside.slice(0, 20).join("; ")) : "",
    ].filter(Boolean).join(" ");
    box.hidden = false;
  });
  box.querySelector("[data-undo]").addEventListener("click", () => {
    fill(undo);
    undo[0]?.[0].focus();
    box.hidden = true;
  });
  box.querySelector("[data-close]").addEventListener("click", () => { box.hidden = true; });
})();
