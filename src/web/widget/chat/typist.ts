/** Tells that the visitor types, at most every three seconds, and that they stopped after four seconds of quiet. */
export class Typist {
  private told = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (typing: boolean) => void) {}

  stroke(): void {
    const now = Date.now();
    if (now - this.told >= 3000) {
      this.told = now;
      this.tell(true);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), 4000);
  }

  rest(): void {
    clearTimeout(this.timer);
    if (this.told > 0) {
      this.told = 0;
      this.tell(false);
    }
  }
}
