"use strict";
// Texts are saved while they are typed, each part by itself. What was not sent is kept on this device
// under the account that typed it, and goes as soon as it can (R7).
(() => {
  const form = document.querySelector("[data-texts]");
  if (!form) return;
  const PAUSE = 1500, FIRST = 2000, SLOWEST = 60000; // milliseconds
  const words = form.dataset;
  const status = form.querySelector("[data-texts-state]");
  const list = form.querySelector("[data-proposals]");
  const dirty = new Set(); // names of parts with something to send
  const held = new Set(); // of those, the ones that wait for a person
  let timer, retry = FIRST, sending = false, waiting = null, leaving = false;

  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const name = (element) => element.closest("[data-part]")?.dataset.part;
  const hidden = (one, suffix) => one.querySelector(`[name="${one.dataset.part}-${suffix}"]`);
  const fields = (one) => [...one.querySelectorAll("textarea, input")].filter((field) => !["hidden", "radio", "checkbox"].includes(field.type));
  const values = (one) => Object.fromEntries(fields(one).map((field) => [field.name, field.value]));
  const same = (some, others) => Object.keys(some).every((key) => some[key].trim() === (others[key] ?? "").trim().replaceAll("\r\n", "\n"));
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const mark = (one, text, isKept) => {
    const state = one.querySelector("[data-state]");
    state.textContent = text;
    state.classList.toggle("words__state--kept", Boolean(isKept));
  };

  // On this device

  const keep = (one) => {
    const kept = { values: values(one), seen: hidden(one, "seen").value };
    try { localStorage.setItem(words.store + one.dataset.part, JSON.stringify(kept)); } catch { /* full, or forbidden: the page itself keeps it */ }
  };
  const forget = (place) => {
    dirty.delete(place);
    held.delete(place);
    try { localStorage.removeItem(words.store + place); } catch { /* nothing was kept */ }
  };

  // Proposals: there is always one more to begin

  const renumber = (one, place) => {
    const was = one.dataset.part, is = `p${place}`;
    for (const element of [one, ...one.querySelectorAll("*")])
      for (const attribute of ["id", "name", "for", "data-part", "aria-describedby"])
        if (element.hasAttribute(attribute)) element.setAttribute(attribute, element.getAttribute(attribute).replace(new RegExp(`\\b${was}\\b`), is));
    one.querySelector("[name=proposal]").value = place;
  };
  const places = () => [...list.querySelectorAll("[name=proposal]")].map((field) => Number(field.value));
  const grow = () => {
    const last = list.lastElementChild, place = Math.max(...places()) + 1;
    if (place > 99 || !fields(last).some((field) => field.value)) return;
    const next = last.cloneNode(true);
    renumber(next, place);
    for (const field of fields(next)) { field.value = ""; field.textContent = ""; field.removeAttribute("aria-invalid"); }
    hidden(next, "seen").value = list.dataset.blank;
    for (const gone of next.querySelectorAll("[data-remarks] > *, .quiet, button")) gone.remove();
    mark(next, "");
    list.append(next);
  };

  const move = (one, place) => {
    const was = one.dataset.part, typed = dirty.has(was);
    forget(was);
    renumber(one, place);
    if (typed) { dirty.add(one.dataset.part); keep(one); }
  };

  // To the portal

  const snapshot = () => {
    const body = new FormData(), sent = {};
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("account", words.account);
    for (const place of dirty) {
      if (held.has(place)) continue;
      const one = part(place);
      sent[place] = values(one);
      for (const field of one.querySelectorAll("[name]"))
        if (field.tagName !== "BUTTON" && (!["radio", "checkbox"].includes(field.type) || field.checked)) body.append(field.name, field.value);
    }
    return Object.keys(sent).length ? { body, sent } : null;
  };

  const remark = (one, answer) => {
    const remarks = one.querySelector("[data-remarks]");
    remarks.replaceChildren();
    if (answer.dispute) remarks.innerHTML = answer.dispute; // a piece of the page, from the portal
    for (const text of new Set([answer.message, ...(answer.dispute ? [] : Object.values(answer.errors))].filter(Boolean))) {
      const line = document.createElement("p");
      line.className = "words__error";
      line.textContent = text;
      remarks.append(line);
    }
    for (const field of fields(one)) field.toggleAttribute("aria-invalid", field.name in answer.errors);
    for (const field of one.querySelectorAll("[aria-invalid]")) field.setAttribute("aria-invalid", "true");
  };

  const told = (place, answer, sent, at) => {
    const one = part(place), unchanged = same(sent, values(one));
    hidden(one, "seen").value = answer.seen;
    remark(one, answer);
    if (answer.values) for (const field of fields(one)) field.value = answer.values[field.name] ?? "";
    if (answer.settled && (unchanged || answer.values)) {
      forget(place);
      mark(one, `${words.saved} ${at}`);
    } else {
      if (!answer.settled) { held.add(place); mark(one, ""); }
      keep(one);
    }
    if (answer.place) { // a colleague added a proposal there a moment ago
      forget(place);
      const there = part(`p${answer.place}`);
      if (there) move(there, Math.max(...places()) + 1);
      renumber(one, answer.place);
      if (!unchanged) { dirty.add(one.dataset.part); keep(one); }
    }
  };

  const standing = (at) => {
    if (held.size) say(words.open);
    else if (dirty.size) say(words.saving);
    else say(`${words.saved} ${at}`);
  };
  const later = (text) => {
    for (const place of dirty) mark(part(place), words.kept, true);
    say(text ?? words.kept);
    clearTimeout(timer);
    timer = setTimeout(flush, retry);
    retry = Math.min(retry * 2, SLOWEST);
  };
  const expired = () => {
    const dialog = document.querySelector("[data-login-dialog]");
    for (const place of dirty) mark(part(place), words.kept, true);
    say(words.expired);
    if (!dialog) return;
    if (!dialog.open) dialog.showModal();
    dialog.addEventListener("close", () => flush(), { once: true });
  };

  // What was sent and not answered is sent again as it was: the portal may have it already.
  const flush = async () => {
    clearTimeout(timer);
    if (sending || leaving) return;
    waiting ??= snapshot();
    if (!waiting) return;
    sending = true;
    say(words.saving);
    for (const place of Object.keys(waiting.sent)) mark(part(place), words.saving);
    waiting.body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    let answer, said;
    try {
      answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: waiting.body });
      said = answer.ok ? await answer.json() : null;
    } catch { said = null; }
    sending = false;
    if (answer?.status === 401) return expired();
    if (answer?.status === 409) { leaving = true; return location.reload(); } // another account
    if (!said) return later(answer?.status === 403 ? words.failed : undefined);
    retry = FIRST;
    const { sent } = waiting;
    waiting = null;
    for (const [place, one] of Object.entries(said.parts)) if (sent[place]) told(place, one, sent[place], said.at);
    if (list) grow();
    standing(said.at);
    flush();
  };

  const typed = (place) => {
    dirty.add(place);
    held.delete(place);
    const one = part(place), open = hidden(one, "disputed");
    if (open && !one.querySelector("[type=radio]:checked")) held.add(place); // it waits for the choice
    keep(one);
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  };

  form.addEventListener("input", (event) => {
    const place = name(event.target);
    if (!place) return;
    const one = part(place), nil = one.querySelector("[data-nil]");
    if (event.target === nil) {
      fields(one)[0].value = nil.dataset.nil;
      nil.checked = false;
      fields(one)[0].focus();
    }
    if (nil) nil.closest("label").hidden = Boolean(fields(one)[0].value);
    typed(place);
    if (list?.contains(one)) grow();
  });
  form.addEventListener("change", (event) => { if (event.target.type === "radio") flush(); });
  form.addEventListener("focusout", (event) => { if (name(event.target)) flush(); });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "up") { leaving = true; return; } // saves all, and loads the page anew
    event.preventDefault();
    if (held.size) say(words.open);
    flush();
  });

  addEventListener("online", () => { retry = FIRST; flush(); });
  addEventListener("beforeunload", (event) => { if (dirty.size && !leaving) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); });

  // What an earlier visit could not send

  const restore = () => {
    let kept = [];
    try {
      kept = Object.keys(localStorage)
        .filter((key) => key.startsWith(words.store))
        .map((key) => [key.slice(words.store.length), JSON.parse(localStorage.getItem(key))]);
    } catch { return; }
    for (const [place, one] of kept.sort()) {
      if (list && /^p\d+$/.test(place) && !part(place)) grow();
      const found = part(place);
      if (!found) continue;
      if (same(values(found), one.values)) { forget(place); continue; }
      for (const field of fields(found)) field.value = one.values[field.name] ?? field.value;
      hidden(found, "seen").value = one.seen;
      dirty.add(place);
      mark(found, words.kept, true);
    }
    if (list) grow();
    flush();
  };
  restore();
})();
