/* The grid of prices: what is not saved yet, cells of a spreadsheet, filling down, and the keys. */
(() => {
    const form = document.querySelector("[data-price-grid]");
    if (!form) return;
    const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td input")]);
    const pending = form.querySelector("[data-pending]");
    const cells = rows.flat();
    let outside = 0;
    let sends = false;
    // In a pasted block an empty cell says nothing; these take the price away.
    const REMOVAL = ["-", "–", "—"];
    const words = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

    function placeOf(cell) {
        const row = rows.findIndex((one) => one.includes(cell));
        return [row, row < 0 ? -1 : rows[row].indexOf(cell)];
    }

    function show() {
        const changed = cells.filter((cell) => cell.value.trim() !== cell.defaultValue);
        for (const cell of cells) {
            const differs = changed.includes(cell);
            cell.toggleAttribute("data-changed", differs);
            let old = cell.nextElementSibling;
            if (differs && !old) {
                old = document.createElement("small");
                cell.after(old);
            }
            if (old && !differs) old.remove();
            else if (old) old.textContent = cell.defaultValue || "–";
        }
        const removed = changed.filter((cell) => cell.defaultValue && !cell.value.trim()).length;
        const told = [];
        if (changed.length) told.push(words(form.dataset.textPending, { changed: changed.length }));
        if (removed) told.push(words(form.dataset.textRemoved, { removed }));
        if (outside) told.push(words(form.dataset.textOutside, { count: outside }));
        pending.textContent = told.join(" ");
        return changed;
    }

    function write(cell, text) {
        cell.value = REMOVAL.includes(text) ? "" : text;
    }

    form.addEventListener("input", show);

    form.addEventListener("paste", (event) => {
        const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
        const [top, left] = placeOf(event.target);
        if (top < 0 || !/[\t\n]/.test(text)) return;
        event.preventDefault();
        outside = 0;
        text.split("\n").forEach((line, down) => {
            line.split("\t").forEach((one, right) => {
                const value = one.trim();
                const cell = rows[top + down]?.[left + right];
                if (value && cell) write(cell, value);
                else if (value) outside += 1;
            });
        });
        show();
    });

    function fillDown(column) {
        const filled = rows.findLastIndex((row) => row[column].hasAttribute("data-changed"));
        const from = Math.max(filled, 0);
        rows.slice(from + 1).forEach((row) => write(row[column], rows[from][column].value));
        show();
    }

    form.addEventListener("click", (event) => {
        const button = event.target.closest("[data-fill]");
        if (button) fillDown(Number(button.dataset.fill));
    });

    form.addEventListener("keydown", (event) => {
        const [row, column] = placeOf(event.target);
        if (row < 0) return;
        const steps = { ArrowUp: -1, ArrowDown: 1, Enter: 1 };
        if (event.key in steps && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            rows[row + steps[event.key]]?.[column].focus();
            document.activeElement.select?.();
        } else if (event.key.toLowerCase() === "d" && (event.ctrlKey || event.metaKey) && row > 0) {
            event.preventDefault();
            write(event.target, rows[row - 1][column].value);
            show();
            rows[row + 1]?.[column].focus();
        }
    });

    form.addEventListener("submit", () => {
        sends = true;
    });
    window.addEventListener("beforeunload", (event) => {
        if (!sends && show().length) event.preventDefault();
    });
    form.setAttribute("data-price-grid-ready", "");
    show();
})();
