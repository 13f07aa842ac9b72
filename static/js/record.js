"use strict";
// A sheet saves itself while it is typed, and what is read back is renewed in place.
(() => {
  const sheet = document.getElementById("sheet");
  const state = sheet.querySelector("[data-state]");
  const PAUSE = 1200; // milliseconds without a key before it is saved
  let timer, saving = false, again = false, asked = null;

  const renew = (page, which) => {
    for (const fresh of page.querySelectorAll(which)) {
      const old = document.getElementById(fresh.id);
      if (old && old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
    }
    for (const field of sheet.querySelectorAll("[aria-describedby^=read-]")) {
      const same = page.getElementById(field.id);
      if (same) field.toggleAttribute("aria-invalid", same.hasAttribute("aria-invalid"));
      if (field.hasAttribute("aria-invalid")) field.setAttribute("aria-invalid", "true");
    }
  };

  const save = async () => {
    if (saving) { again = true; return; }
    saving = true;
    state.textContent = sheet.dataset.saving;
    const typed = new FormData(sheet);
    typed.set("verb", "quiet");
    try {
      const answer = await fetch(sheet.action, { method: "POST", body: typed });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.getElementById("sheet")) throw new Error("not the sheet"); // signed out
      // Of a sheet that a colleague saved, the version stays: the person decides whose text counts.
      renew(page, answer.ok ? "[data-fresh]" : "#refused");
      state.textContent = answer.ok ? sheet.dataset.saved : sheet.dataset.unsaved;
    } catch {
      state.textContent = sheet.dataset.unsaved;
    }
    saving = false;
    if (asked) sheet.requestSubmit(asked);
    else if (again) { again = false; save(); }
  };

  const soon = () => {
    clearTimeout(timer);
    if (!("hold" in sheet.dataset)) timer = setTimeout(save, PAUSE);
  };

  // A row is added when the last one is begun, so that there is always one to go on with.
  const grow = (row) => {
    if (row.nextElementSibling) return;
    const next = row.cloneNode(true);
    const [name, index] = row.dataset.row.split("-");
    const number = Number(index) + 1;
    if (number >= Number(row.parentElement.dataset.most)) return;
    const renumbered = (text) => text.replaceAll(row.dataset.row, `${name}-${number}`);
    for (const one of [next, ...next.querySelectorAll("*")])
      for (const attribute of ["id", "name", "for", "aria-describedby", "data-row"])
        if (one.hasAttribute(attribute)) one.setAttribute(attribute, renumbered(one.getAttribute(attribute)));
    for (const field of next.querySelectorAll("input, textarea")) { field.value = ""; field.textContent = ""; }
    for (const field of next.querySelectorAll("select")) field.selectedIndex = 0;
    next.querySelector("legend").textContent = row.querySelector("legend").textContent.replace(/\d+$/, number + 1);
    for (const field of next.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    next.querySelector(".read").innerHTML = "";
    row.after(next);
  };

  sheet.addEventListener("input", (event) => {
    const row = event.target.closest(".row");
    if (row) grow(row);
    soon();
  });
  // In a row of figures, Enter goes to the next row instead of sending the form.
  sheet.addEventListener("keydown", (event) => {
    const row = event.target.closest(".row");
    if (event.key !== "Enter" || !row || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    row.nextElementSibling?.querySelector("input, textarea").focus();
  });
  // A button waits for the saving under way, so that the page does not overtake itself.
  sheet.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!saving) return;
    event.preventDefault();
    asked = event.submitter;
  });
})();
