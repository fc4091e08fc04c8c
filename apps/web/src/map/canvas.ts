/** A canvas in CSS pixels, sharp on dense screens. */
export class SharpCanvas {
  readonly element = document.createElement('canvas');
  readonly context: CanvasRenderingContext2D;
  width = 0;
  height = 0;
  ratio = 1;

  constructor(className: string) {
    this.element.className = className;
    this.element.setAttribute('aria-hidden', 'true');
    const context = this.element.getContext('2d');
    if (!context) throw new Error('This browser cannot draw on a canvas');
    this.context = context;
  }

  /** Fits the canvas and clears it; afterwards one unit is one CSS pixel. */
  begin(width: number, height: number): void {
    const ratio = Math.min(globalThis.devicePixelRatio || 1, 3);
    if (width !== this.width || height !== this.height || ratio !== this.ratio) {
      this.width = width;
      this.height = height;
      this.ratio = ratio;
      this.element.width = Math.round(width * ratio);
      this.element.height = Math.round(height * ratio);
      this.element.style.width = `${width}px`;
      this.element.style.height = `${height}px`;
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, width, height);
  }
}
