/* The page of a bulk edit in review: ticks are counted, and keys go from product to product. */
(() => {
    "use strict";

    const { Controller } = window.StimulusModule;
    const TYPING = "input:not([type=checkbox]), textarea, select";

    class BulkReviewController extends Controller {
        static values = { tickedLabel: String };
        static targets = ["row", "tick", "ticked", "number", "comment", "approve", "sendBack"];

        connect() {
            this.count();
        }

        /* What is done with the ticked products can be pressed once there are some. */
        count() {
            const ticked = this.tickTargets.filter((tick) => tick.checked).length;
            for (const button of this.tickedTargets) {
                button.disabled = ticked === 0;
            }
            if (this.hasNumberTarget) {
                this.numberTarget.textContent = ticked ? `${this.tickedLabelValue}: ${ticked}` : "";
            }
        }

        tickAll(event) {
            for (const tick of this.tickTargets) {
                tick.checked = event.target.checked;
            }
            this.count();
        }

        key(event) {
            if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPING)) {
                return;
            }
            const does = {
                j: () => this.move(1),
                k: () => this.move(-1),
                x: () => this.toggle(),
                a: () => this.hasApproveTarget && this.approveTarget.focus(),
                c: () => this.hasCommentTarget && this.commentTarget.focus(),
            }[event.key];
            if (does) {
                event.preventDefault();
                does();
            }
        }

        get current() {
            return this.rowTargets.findIndex((row) => row.contains(document.activeElement));
        }

        move(step) {
            const next = Math.min(Math.max(this.current + step, 0), this.rowTargets.length - 1);
            const row = this.rowTargets[next];
            if (row) {
                (row.querySelector("input[type=checkbox]") || row.querySelector("a")).focus();
                row.scrollIntoView({ block: "nearest" });
            }
        }

        toggle() {
            const row = this.rowTargets[this.current];
            const tick = row && row.querySelector("input[type=checkbox]");
            if (tick) {
                tick.checked = !tick.checked;
                this.count();
            }
        }
    }

    window.wagtail.app.register("bulk-review", BulkReviewController);
})();
