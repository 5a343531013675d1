import { foldedLetters } from "./fold-text.ts";

const foldedScript = JSON.stringify(foldedLetters);
const foldedCharacters = Object.keys(foldedLetters).join("");

/** `resources/search.js`: loads the index piece by piece as scripts, since a page from a disk may fetch nothing. */
export const searchScript = `"use strict";
(function () {
  var most = 200;
  var form = document.getElementById("search-form");
  var input = document.getElementById("search-text");
  var state = document.getElementById("search-state");
  var results = document.getElementById("search-results");
  var index = holdallIndex;
  var rows = [];
  var loaded = 0;
  var loading = false;
  var wanted = [];
  var found = 0;
  var looked = 0;
  var timer = 0;

  var letters = ${foldedScript};

  function fold(text) {
    return text
      .normalize("NFKD")
      .replace(/\\p{M}+/gu, "")
      .toLowerCase()
      .replace(/[${foldedCharacters}]/g, function (letter) { return letters[letter]; });
  }

  index.add = function (more) {
    for (var i = 0; i < more.length; i += 1) {
      rows.push({ row: more[i], text: fold(more[i][0] + " " + more[i][2] + " " + more[i][3]) });
    }
  };

  function load() {
    if (loading || loaded >= index.files) return;
    loading = true;
    var script = document.createElement("script");
    script.src = "resources/index-" + (loaded + 1) + ".js";
    script.onload = function () {
      loading = false;
      loaded += 1;
      script.remove();
      look();
    };
    script.onerror = function () {
      state.textContent = "A part of the index, " + script.getAttribute("src") + ", cannot be loaded.";
    };
    document.head.appendChild(script);
  }

  function show(row) {
    var item = document.createElement("li");
    item.dir = "auto";
    var link = document.createElement("a");
    link.href = row[1];
    link.textContent = row[0];
    item.appendChild(link);
    var facts = [row[2], row[3]].filter(Boolean).join(" \\u00b7 ");
    if (facts) {
      var small = document.createElement("span");
      small.className = "facts";
      small.textContent = facts;
      item.append(" ", small);
    }
    results.appendChild(item);
  }

  function look() {
    if (wanted.length === 0) return;
    for (; looked < rows.length; looked += 1) {
      var text = rows[looked].text;
      if (!wanted.every(function (word) { return text.includes(word); })) continue;
      found += 1;
      if (found <= most) show(rows[looked].row);
    }
    var done = loaded >= index.files;
    var number = found.toLocaleString("en");
    state.textContent =
      (found === 0 ? "No item found" : found === 1 ? "1 item found" : number + " items found") +
      (found > most ? "; the first " + most + " are shown" : "") +
      (done ? "." : " so far \\u2026");
    if (!done) load();
  }

  function begin() {
    wanted = fold(input.value).split(/\\s+/u).filter(Boolean);
    found = 0;
    looked = 0;
    results.textContent = "";
    state.textContent = "";
    look();
    if (wanted.length > 0) load();
  }

  input.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(begin, 150);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(timer);
    begin();
  });
  begin();
})();
`;
