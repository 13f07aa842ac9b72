"use strict";
// The grid: moved through by keyboard like a spreadsheet, its cells shown as they stand.
(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const narrow = matchMedia("(max-width: 47.99rem)");
  const before = new WeakMap(); // input → its text when it was entered
  const cell = (place) => sheet.querySelector(`[data-cell="${place}"]`);
  const remark = (place) => sheet.querySelector(`[data-remark="${place}"]`);
  const isCell = (element) => element instanceof HTMLInputElement && element.id.startsWith("c-");
  const shownRow = (box) => {
    const row = box.closest("tr");
    row.hidden = ![...row.querySelectorAll("[data-remark]")].some((one) => one.childElementCount);
  };

  // How a cell stands

  const renewRemark = (box, html, kind) => {
    const typing = box.contains(document.activeElement) ? document.activeElement : null;
    const [from, to] = typing?.name?.startsWith("n-") ? [typing.selectionStart, typing.selectionEnd] : [];
    box.innerHTML = html.trim();
    box.dataset.kind = kind;
    const again = typing?.name && box.querySelector(`[name="${typing.name}"]`);
    if (again && from !== undefined) { // somebody is explaining: what they typed stays under their hands
      again.replaceWith(typing);
      typing.focus();
      typing.setSelectionRange(from, to);
    } else if (typing) {
      cell(box.dataset.remark).querySelector("input")?.focus();
    }
    for (const button of box.querySelectorAll("[data-drop]")) button.hidden = false;
    shownRow(box);
  };

  sheet.addEventListener("portal:told", ({ detail: { place, answer, isTyping } }) => {
    const td = cell(place);
    if (!td || answer.line === undefined) return;
    const input = td.querySelector("input"), left = ["conflict", "denied"].includes(answer.outcome);
    td.dataset.kind = answer.kind;
    if (!left) Object.assign(td.dataset, { version: answer.version, shown: answer.shown });
    td.querySelector(".said").innerHTML = answer.line;
    renewRemark(remark(place), answer.remark, answer.kind);
    if (!input) {
      td.querySelector(".cell__value").textContent = answer.state === "number" ? answer.shown : answer.read || answer.shown;
      return;
    }
    input.toggleAttribute("aria-invalid", answer.kind === "refused");
    if (answer.kind === "refused") input.setAttribute("aria-invalid", "true");
    // Under the hands of who saved it the text stays as typed; a colleague's is shown at once.
    if (left || isTyping || (input === document.activeElement && answer.outcome !== "colleague")) return;
    input.value = answer.shown;
    before.set(input, answer.shown);
  });

  sheet.addEventListener("portal:state", ({ detail: { place, state } }) => {
    const td = cell(place);
    if (!td || (td.dataset.kind === "conflict" && state === "kept")) return;
    td.dataset.kind = state;
    td.querySelector(".said").replaceChildren(sheet.querySelector(`[data-line="${state}"]`).content.cloneNode(true));
  });

  sheet.addEventListener("portal:sums", ({ detail }) => {
    for (const [row, texts] of Object.entries(detail.computed))
      sheet.querySelectorAll(`[data-row="${row}"] [data-computed]`).forEach((td, index) => { td.textContent = texts[index]; });
    for (const place of document.querySelectorAll("[data-count]"))
      if (detail.counts && place.dataset.count in detail.counts) place.textContent = detail.counts[place.dataset.count];
  });

  // Two values: one is chosen; what could not be saved is given up

  const choose = (place, version) => sheet.dispatchEvent(new CustomEvent("portal:choice", { detail: { place, version } }));
  sheet.addEventListener("change", ({ target }) => {
    if (!target.dataset.choice) return;
    const place = target.closest("[data-remark]").dataset.remark;
    if (target.dataset.choice === "theirs") cell(place).querySelector("input").value = target.dataset.value;
    choose(place, Number(target.dataset.version));
  });
  sheet.addEventListener("click", ({ target }) => {
    if ("drop" in target.dataset) choose(target.closest("[data-remark]").dataset.remark, null);
  });

  // By keyboard

  const go = (input) => { if (input) { input.focus(); input.select(); } return Boolean(input); };
  const vertical = (input, step) => {
    const index = input.closest("td").cellIndex;
    let row = input.closest("tr");
    while ((row = step > 0 ? row.nextElementSibling : row.previousElementSibling)) {
      const next = row.matches(".sheet__row") && row.cells[index]?.querySelector("input[id^=c-]");
      if (next) return next;
    }
    return null;
  };
  const horizontal = (input, step) => {
    const all = [...sheet.querySelectorAll("input[id^=c-]")];
    return all[all.indexOf(input) + step];
  };
  const along = (input, step) => (narrow.matches ? horizontal(input, step) : vertical(input, step));
  const atEdge = (input, step) => {
    const { selectionStart: from, selectionEnd: to, value } = input;
    if (from === 0 && to === value.length) return true; // all of it selected: just arrived
    return from === to && to === (step > 0 ? value.length : 0);
  };

  sheet.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!isCell(input) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const keys = {
      Enter: () => go(along(input, event.shiftKey ? -1 : 1)) || true,
      ArrowDown: () => go(along(input, 1)),
      ArrowUp: () => go(along(input, -1)),
      ArrowRight: () => atEdge(input, 1) && go(horizontal(input, 1)),
      ArrowLeft: () => atEdge(input, -1) && go(horizontal(input, -1)),
      F2: () => { input.setSelectionRange(input.value.length, input.value.length); return true; },
      Escape: () => {
        input.value = before.get(input) ?? input.value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.select();
        return true;
      },
    };
    if (event.shiftKey && event.key !== "Enter") return;
    if (keys[event.key]?.()) event.preventDefault();
  });
  sheet.addEventListener("focusin", ({ target }) => { if (isCell(target)) before.set(target, target.value); });
  // Left alone, a saved number stands as the portal read it.
  sheet.addEventListener("focusout", ({ target }) => {
    const td = target.closest?.("[data-cell]");
    if (isCell(target) && !("unsent" in td.dataset)) target.value = td.dataset.shown;
  });
  const help = sheet.querySelector("[data-keys]");
  if (help) help.hidden = false;
})();
