"use strict";
// Without this script all slides stand one below the other and print just the same.
(() => {
  const pages = [...document.querySelectorAll(".page")];
  const body = document.body;
  const named = () => pages.findIndex((page) => "#" + page.id === location.hash);
  let at = Math.max(0, named());
  const show = (to) => {
    at = Math.min(pages.length - 1, Math.max(0, to));
    pages.forEach((page, place) => page.classList.toggle("shown", place === at));
    history.replaceState(null, "", "#" + pages[at].id);
    if (!body.classList.contains("one")) pages[at].scrollIntoView();
  };
  const acts = {
    back: () => show(at - 1),
    next: () => show(at + 1),
    first: () => show(0),
    last: () => show(pages.length - 1),
    notes: () => body.classList.toggle("notes"),
    list: () => { body.classList.toggle("one"); show(at); },
    print: () => window.print(),
  };
  // KeyN and KeyL are places on the keyboard: they work while a Japanese input method is on.
  const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", Space: "next",
    ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
    Home: "first", End: "last", KeyN: "notes", KeyL: "list",
  };
  document.addEventListener("keydown", (event) => {
    const act = keys[event.code];
    const press = event.code === "Space" && event.target.closest("button");
    if (!act || press || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    acts[act]();
  });
  document.querySelector("nav").addEventListener("click", (event) => {
    const act = event.target.dataset.do;
    if (act) acts[act]();
  });
  window.addEventListener("hashchange", () => { if (named() >= 0) show(named()); });
  body.classList.add("one");
  show(at);
})();
