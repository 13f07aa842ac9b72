"use strict";
// Cells are saved while they are typed. What was not sent is kept on this device, under the account
// that typed it, and goes as soon as it can (R7). How a cell looks is the business of grid.js.
(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const PAUSE = 800, POLL = 20000, FIRST = 2000, SLOWEST = 60000; // milliseconds
  const MOST = 60; // cells in one request
  const words = sheet.dataset;
  const status = sheet.querySelector("[data-status]");
  const signIn = sheet.querySelector("[data-sign-in]");
  const dialog = document.querySelector("[data-login-dialog]");
  // place → {typed, note, seen}; one that waits for a person's choice is `held`.
  const unsent = new Map();
  let now = words.now, timer, retry = FIRST, sending = null, stopped = false, leaving = false;

  const cell = (place) => sheet.querySelector(`[data-cell="${place}"]`);
  const tell = (name, detail) => sheet.dispatchEvent(new CustomEvent(name, { detail }));
  const token = () =>
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? sheet.elements.csrfmiddlewaretoken.value;

  // On this device

  const keep = (place) => {
    cell(place)?.setAttribute("data-unsent", "");
    try { localStorage.setItem(words.keep + place, JSON.stringify(unsent.get(place))); } catch { /* full, or forbidden: the page itself keeps it */ }
  };
  const forget = (place) => {
    unsent.delete(place);
    cell(place)?.removeAttribute("data-unsent");
    try { localStorage.removeItem(words.keep + place); } catch { /* nothing was kept */ }
  };
  const kept = () => {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(words.keep))
        .map((key) => [key.slice(words.keep.length), JSON.parse(localStorage.getItem(key))]);
    } catch { return []; }
  };

  // What the page says

  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const standing = () => {
    const held = [...unsent.values()].some((one) => one.held);
    if (unsent.size) say(held ? words.choose : words.kept.replace("{n}", unsent.size));
  };
  const saved = (answers) => {
    const odd = answers.find((one) => one.message || one.doubts?.length);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    if (odd) say(`${odd.words}: ${[odd.message, ...(odd.doubts ?? [])].filter(Boolean).join(" ")}`);
    else if (unsent.size) standing();
    else say(words.saved.replace("{time}", time));
  };

  // To the portal

  const heard = (answer, sent) => {
    if (answer.account !== Number(words.account)) return reload();
    now = answer.now;
    for (const one of answer.cells) {
      const place = `${one.row}-${one.column}`, was = sent.get(place), is = unsent.get(place);
      const done = one.outcome === "saved" || one.outcome === "unchanged";
      if (!done && is) Object.assign(is, { held: true });
      else if (is && is.typed === was.typed && is.note === was.note) forget(place);
      else if (is) Object.assign(is, { seen: one.version, note: is.note === was.note ? null : is.note });
      if (unsent.has(place)) keep(place);
      tell("portal:told", { place, answer: one, isTyping: unsent.has(place) });
    }
    for (const one of answer.others) {
      const place = `${one.row}-${one.column}`;
      if (unsent.has(place) || one.version <= Number(cell(place)?.dataset.version ?? -1)) continue;
      tell("portal:told", { place, answer: one, isTyping: false });
    }
    tell("portal:sums", answer);
  };

  const later = () => {
    for (const place of unsent.keys()) tell("portal:state", { place, state: "kept" });
    standing();
    clearTimeout(timer);
    timer = setTimeout(flush, retry);
    retry = Math.min(retry * 2, SLOWEST);
  };

  const refused = (answer) => {
    if (answer.status === 401) return expired();
    if (answer.status === 409) return reload(); // another account has signed in: nothing is mixed
    if (answer.status >= 500) return later();
    stopped = true;
    for (const place of unsent.keys()) tell("portal:state", { place, state: "kept" });
    say(words.failed);
  };

  const flush = async () => {
    clearTimeout(timer);
    const batch = new Map([...unsent].filter(([, one]) => !one.held).slice(0, MOST).map(([place, one]) => [place, { ...one }]));
    if (sending || stopped || !batch.size) return;
    sending = batch;
    say(words.saving);
    for (const place of batch.keys()) tell("portal:state", { place, state: "saving" });
    const cells = [...batch].map(([place, one]) => {
      const [row, column] = place.split("-").map(Number);
      return { row, column, typed: one.typed, seen: one.seen, note: one.note ?? null };
    });
    const body = JSON.stringify({ account: Number(words.account), since: now, cells });
    try {
      const answer = await fetch(sheet.action, {
        method: "POST",
        keepalive: body.length < 20000, // outlives the page; the browser takes no more than 64 KB so
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
        body,
      });
      const told = answer.ok ? await answer.json() : null;
      sending = null;
      if (!told) return refused(answer);
      retry = FIRST;
      heard(told, batch);
      saved(told.cells);
      flush();
    } catch {
      sending = null;
      later();
    }
  };

  const poll = async () => {
    if (sending || stopped || document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(`${sheet.action}?since=${encodeURIComponent(now)}`, { headers: { Accept: "application/json" } });
      if (answer.status === 401) return unsent.size ? expired() : away();
      if (answer.ok) heard(await answer.json(), new Map());
    } catch { /* the next one may come through */ }
  };

  const reload = () => { leaving = true; location.reload(); };

  // The session ended: sign in here and go on

  const away = () => { signIn.hidden = false; say(words.expired); };
  const expired = () => {
    for (const place of unsent.keys()) tell("portal:state", { place, state: "kept" });
    away();
    if (!dialog.open) dialog.showModal();
  };
  signIn.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const refusal = dialog.querySelector("[data-refusal]");
    refusal.textContent = "";
    try {
      const answer = await fetch(event.target.action, {
        method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token() }, body: new FormData(event.target),
      });
      const told = await answer.json();
      if (!told.ok) { refusal.textContent = told.message; return; }
      event.target.elements.password.value = "";
      if (String(told.account) !== words.account) return reload();
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = told.csrf;
      signIn.hidden = true;
      dialog.close();
      await flush();
      poll();
    } catch { refusal.textContent = words.failed; }
  });

  // While somebody types

  const typed = (place, change) => {
    const one = unsent.get(place) ?? { seen: Number(cell(place).dataset.version), note: null };
    const conflict = one.held && cell(place).dataset.kind === "conflict";
    unsent.set(place, { ...one, ...change, held: conflict });
    keep(place);
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  };
  sheet.addEventListener("input", (event) => {
    const [, kind, place] = event.target.name?.match(/^([cn])-(.+)$/) ?? [];
    if (kind === "c") typed(place, { typed: event.target.value });
    if (kind === "n") typed(place, { typed: cell(place).querySelector("input").value, note: event.target.value });
  });
  sheet.addEventListener("focusout", (event) => { if (/^[cn]-/.test(event.target.name ?? "")) flush(); });
  sheet.addEventListener("submit", (event) => { event.preventDefault(); stopped = false; flush(); });
  // Of two values one was chosen, or what could not be saved was given up.
  sheet.addEventListener("portal:choice", ({ detail: { place, version } }) => {
    if (version === null) {
      forget(place);
      if (!unsent.size) reload();
      return;
    }
    const typing = cell(place).querySelector("input").value;
    unsent.set(place, { ...unsent.get(place), typed: typing, seen: version, held: false });
    keep(place);
    flush();
  });

  document.addEventListener("submit", (event) => { if (event.target.matches("[data-leaving]") && !event.defaultPrevented) leaving = true; });
  addEventListener("online", () => { retry = FIRST; flush(); });
  addEventListener("pageshow", (event) => { if (event.persisted) poll(); });
  addEventListener("beforeunload", (event) => { if (unsent.size && !leaving) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? flush() : poll()));
  setInterval(poll, POLL);

  // What an earlier visit could not send; grid.js has to be listening by then.
  addEventListener("DOMContentLoaded", () => {
    const all = kept();
    for (const [place, one] of all) {
      const input = cell(place)?.querySelector("input");
      unsent.set(place, { ...one, held: false });
      keep(place);
      if (!input && new URLSearchParams(location.search).get("show") !== "all") {
        leaving = true;
        return location.replace("?show=all"); // its row is not among those shown
      }
      if (input) { input.value = one.typed; tell("portal:state", { place, state: "kept" }); }
    }
    flush();
  });
})();
