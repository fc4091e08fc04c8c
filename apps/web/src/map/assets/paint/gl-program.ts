/** Cells of the atlas by picture number, two texels each: where it is and how large, and where its middle is from the marker's. */
export const CELLS_WIDE = 256;
export const CELLS_HIGH = 64;

/** Each stamp is two squares, the heading below the marker; a square without a picture is put where nobody sees it. */
const VERTEX = `#version 300 es
layout(location = 0) in vec4 way;
layout(location = 1) in vec2 time;
layout(location = 2) in vec2 aside;
layout(location = 3) in vec3 look;
uniform vec4 sight;
uniform vec3 screen;
uniform highp sampler2D cells;
out vec2 texel;
flat out float opacity;
const vec2 CORNERS[6] = vec2[6](vec2(0, 0), vec2(1, 0), vec2(0, 1), vec2(0, 1), vec2(1, 0), vec2(1, 1));

void main() {
  int picture = int(gl_VertexID < 6 ? look.y : look.x);
  if (picture < 0) {
    gl_Position = vec4(2, 2, 2, 1);
    return;
  }
  ivec2 place = ivec2(picture % ${CELLS_WIDE}, 2 * (picture / ${CELLS_WIDE}));
  vec4 cell = texelFetch(cells, place, 0);
  vec2 away = texelFetch(cells, place + ivec2(0, 1), 0).xy;
  float share = time.y > 0.0 ? clamp((sight.w - time.x) / time.y, 0.0, 1.0) : 1.0;
  vec2 at = mix(way.xy, way.zw, share) * sight.x - sight.yz + aside;
  vec2 corner = CORNERS[gl_VertexID % 6];
  vec2 pixel = floor(at * screen.z + 0.5) + away + (corner - 0.5) * cell.z;
  gl_Position = vec4(pixel.x / screen.x * 2.0 - 1.0, 1.0 - pixel.y / screen.y * 2.0, 0, 1);
  texel = cell.xy + corner * cell.z;
  opacity = look.z;
}`;

/** A pixel of the atlas for a pixel of the screen: nothing is blurred. */
const FRAGMENT = `#version 300 es
precision highp float;
uniform sampler2D atlas;
in vec2 texel;
flat in float opacity;
out vec4 colour;

void main() {
  colour = texelFetch(atlas, ivec2(texel), 0) * opacity;
}`;

export interface Program {
  sight: WebGLUniformLocation | null;
  screen: WebGLUniformLocation | null;
}

export function createProgram(gl: WebGL2RenderingContext): Program {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error('The graphics context is lost');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(`The marker program: ${gl.getProgramInfoLog(program)}`);
  // biome-ignore lint/correctness/useHookAtTopLevel: it only sounds like one
  gl.useProgram(program);
  gl.uniform1i(gl.getUniformLocation(program, 'atlas'), 0);
  gl.uniform1i(gl.getUniformLocation(program, 'cells'), 1);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.clearColor(0, 0, 0, 0);
  return {
    sight: gl.getUniformLocation(program, 'sight'),
    screen: gl.getUniformLocation(program, 'screen'),
  };
}
