// Draws the panels of a dashboard from rows, with Vega and HTML: like OpenSearch Dashboards, but in
// another style.
'use strict';

const GREY = '#69707d';
const DEFAULT_COLORS = [
  '#54b399',
  '#6092c0',
  '#d36086',
  '#9170b8',
  '#ca8eae',
  '#d6bf57',
  '#b9a888',
  '#da8b45',
  '#aa6556',
  '#e7664c',
];
const problems = [];
const filters = [];

// This replaces Dashboards' own function, and only records its arguments.
vega.expressionFunction('opensearchDashboardsAddFilter', (query, index, alias) => {
  filters.push({ query, index, alias });
});

window.addEventListener('error', (event) => problems.push(String(event.message)));

function show(specification, element, renderer) {
  const note = (...words) => problems.push(words.map(String).join(' '));
  const logger = Object.assign(vega.logger(vega.Warn), { warn: note, error: note });
  const view = new vega.View(vega.parse(specification, null, { ast: true }), {
    expr: vega.expressionInterpreter,
    renderer,
    container: element,
    hover: true,
    logger,
  });
  return view.runAsync();
}

// What Dashboards does with a specification before it draws it.
function fitted(specification, element) {
  const { kibana, ...config } = specification.config || {};
  return {
    ...specification,
    config,
    autosize: { type: 'fit', contains: 'padding' },
    width: element.clientWidth,
    height: element.clientHeight - 6,
  };
}

function tag(name, className, text, parent) {
  const element = document.createElement(name);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

const AXES = {
  labelColor: GREY,
  titleColor: GREY,
  gridColor: '#eef1f6',
  domainColor: '#d3dae6',
  tickColor: '#d3dae6',
  labelFontSize: 9,
  titleFontSize: 9,
  titleFontWeight: 'normal',
};
const LEGEND = { labelColor: GREY, labelFontSize: 9, symbolType: 'circle', rowPadding: 1 };

function colorScale(panel, names) {
  let next = 0;
  return {
    name: 'color',
    type: 'ordinal',
    domain: names,
    range: names.map(
      (name) => panel.colors[name] || DEFAULT_COLORS[next++ % DEFAULT_COLORS.length],
    ),
  };
}

// Points of series along time: { at, name, value, text }.
function chart(panel, element) {
  const names = [...new Set(panel.points.map((point) => point.name))];
  const stacked = panel.kind !== 'line';
  const bars = panel.kind === 'histogram';
  const x = bars ? { scale: 'x', field: 'at', band: 0 } : { scale: 'x', field: 'at' };
  const marks = {
    histogram: [
      {
        type: 'rect',
        from: { data: 'points' },
        encode: {
          update: {
            x,
            width: { scale: 'x', band: 1, offset: -1 },
            y: { scale: 'y', field: 'y1' },
            y2: { scale: 'y', field: 'y0' },
            fill: { scale: 'color', field: 'name' },
          },
        },
      },
    ],
    area: [
      {
        type: 'group',
        from: { facet: { name: 'series', data: 'points', groupby: 'name' } },
        marks: [
          {
            type: 'area',
            from: { data: 'series' },
            encode: {
              update: {
                x,
                y: { scale: 'y', field: 'y1' },
                y2: { scale: 'y', field: 'y0' },
                fill: { scale: 'color', field: 'name' },
                fillOpacity: { value: 0.8 },
              },
            },
          },
        ],
      },
    ],
    line: [
      {
        type: 'group',
        from: { facet: { name: 'series', data: 'points', groupby: 'name' } },
        marks: [
          {
            type: 'line',
            from: { data: 'series' },
            encode: {
              update: {
                x,
                y: { scale: 'y', field: 'value' },
                stroke: { scale: 'color', field: 'name' },
                strokeWidth: { value: 2 },
              },
            },
          },
        ],
      },
    ],
  }[panel.kind];
  const transform = stacked ? [{ type: 'stack', groupby: ['at'], field: 'value' }] : [];
  const times = panel.times;
  const labels = times.filter((_, at) => at % Math.ceil(times.length / 8) === 0);
  return show(
    {
      width: element.clientWidth,
      height: element.clientHeight,
      padding: 4,
      autosize: { type: 'fit', contains: 'padding' },
      data: [{ name: 'points', values: panel.points, transform }],
      scales: [
        { name: 'x', type: bars ? 'band' : 'point', domain: times, range: 'width' },
        {
          name: 'y',
          domain: { data: 'points', field: stacked ? 'y1' : 'value' },
          range: 'height',
          nice: true,
          zero: true,
        },
        colorScale(panel, names),
      ],
      axes: [
        {
          ...AXES,
          orient: 'bottom',
          scale: 'x',
          values: labels,
          encode: { labels: { update: { text: { signal: "utcFormat(datum.value, '%H:%M')" } } } },
        },
        {
          ...AXES,
          orient: 'left',
          scale: 'y',
          grid: true,
          tickCount: 4,
          title: panel.axis,
          encode: { labels: { update: { text: { signal: panel.unit } } } },
        },
      ],
      legends:
        names.length > 1 || panel.legend === 'top'
          ? [
              {
                ...LEGEND,
                fill: 'color',
                orient: panel.legend,
                direction: panel.legend === 'top' ? 'horizontal' : 'vertical',
              },
            ]
          : [],
      marks,
    },
    element,
    'canvas',
  );
}

function pie(panel, element) {
  const size = Math.min(element.clientHeight, element.clientWidth * 0.6);
  return show(
    {
      width: element.clientWidth,
      height: element.clientHeight,
      padding: 4,
      autosize: { type: 'fit', contains: 'padding' },
      data: [
        { name: 'slices', values: panel.points, transform: [{ type: 'pie', field: 'value' }] },
      ],
      scales: [
        colorScale(
          panel,
          panel.points.map((point) => point.name),
        ),
      ],
      legends: [{ ...LEGEND, fill: 'color', orient: 'right' }],
      marks: [
        {
          type: 'arc',
          from: { data: 'slices' },
          encode: {
            update: {
              x: { signal: 'width / 2' },
              y: { signal: 'height / 2' },
              startAngle: { field: 'startAngle' },
              endAngle: { field: 'endAngle' },
              innerRadius: { value: size * 0.28 },
              outerRadius: { value: size * 0.45 },
              fill: { scale: 'color', field: 'name' },
              stroke: { value: '#fff' },
            },
          },
        },
      ],
    },
    element,
    'canvas',
  );
}

function heatmap(panel, element) {
  return show(
    {
      width: element.clientWidth,
      height: element.clientHeight,
      padding: 4,
      autosize: { type: 'fit', contains: 'padding' },
      data: [{ name: 'cells', values: panel.points }],
      scales: [
        { name: 'x', type: 'band', domain: panel.columns, range: 'width' },
        { name: 'y', type: 'band', domain: panel.names, range: 'height' },
        {
          name: 'color',
          type: 'quantize',
          domain: { data: 'cells', field: 'value' },
          range: { scheme: 'blues', count: 8 },
          zero: true,
        },
      ],
      axes: [
        { ...AXES, orient: 'bottom', scale: 'x', title: panel.axis },
        { ...AXES, orient: 'left', scale: 'y' },
      ],
      legends: [{ ...LEGEND, fill: 'color', orient: 'right', symbolType: 'square' }],
      marks: [
        {
          type: 'rect',
          from: { data: 'cells' },
          encode: {
            update: {
              x: { scale: 'x', field: 'column' },
              width: { scale: 'x', band: 1, offset: -1 },
              y: { scale: 'y', field: 'name' },
              height: { scale: 'y', band: 1, offset: -1 },
              fill: { scale: 'color', field: 'value' },
            },
          },
        },
      ],
    },
    element,
    'canvas',
  );
}

function table(panel, element) {
  const made = tag('table', '', undefined, element);
  const head = tag('tr', '', undefined, made);
  panel.columns.forEach((column) => tag('th', '', column, head));
  panel.rows.forEach((row) => {
    const line = tag('tr', '', undefined, made);
    row.forEach((cell) => tag('td', '', cell, line));
  });
}

function metric(panel, element) {
  panel.values.forEach(([value, label]) => {
    tag('div', 'value', value, element);
    tag('div', 'label', label, element);
  });
}

// Only what our own texts use: links, bold words and lists.
function markdown(panel, element) {
  panel.text.split('\n').forEach((line) => {
    const made = tag(line.startsWith('- ') ? 'li' : 'p', '', undefined, element);
    line
      .replace(/^- /, '')
      .split(/(\[[^\]]*\]\([^)]*\)|\*\*[^*]*\*\*|`[^`]*`)/)
      .forEach((part) => {
        const link = part.match(/^\[(.*)\]\((.*)\)$/);
        if (link) tag('a', '', link[1], made).href = link[2];
        else if (part.startsWith('**')) tag('b', '', part.slice(2, -2), made);
        else if (part.startsWith('`')) tag('code', '', part.slice(1, -1), made);
        else made.append(part);
      });
  });
}

const DRAWERS = {
  histogram: chart,
  area: chart,
  line: chart,
  pie,
  heatmap,
  table,
  search: table,
  metric,
  markdown,
};

async function draw(data) {
  if (data.map) return probe(data.map);
  for (const panel of data.panels) {
    const frame = tag('section', panel.kind, undefined, document.body);
    const { x, y, w, h } = panel.grid;
    Object.assign(frame.style, {
      left: `${x * data.column}px`,
      top: `${y * data.row}px`,
      width: `${w * data.column - 6}px`,
      height: `${h * data.row - 6}px`,
    });
    if (panel.title) tag('h2', '', panel.title, frame);
    const inner = tag('div', 'inner', undefined, frame);
    if (panel.kind === 'vega') await show(fitted(panel.specification, inner), inner, 'canvas');
    else await DRAWERS[panel.kind](panel, inner);
  }
  answer({ problems });
}

function answer(found) {
  const element = tag('pre', '', JSON.stringify(found), document.body);
  element.id = 'result';
  element.hidden = true;
}

// Draws a map as SVG, whose parts can be counted, and clicks on a country.
async function probe({ specification, click }) {
  const inner = tag('div', 'map', undefined, document.body);
  const view = await show(fitted(specification, inner), inner, 'svg');
  const paths = [...inner.querySelectorAll('.country path')];
  const countries = paths.map((path) => {
    const { fill, datum, tooltip, bounds } = path.__data__;
    return {
      code: datum.code,
      count: datum.count,
      fill,
      tooltip: tooltip || null,
      inside: bounds.x1 >= -1 && bounds.x2 <= view.width() + 1,
    };
  });
  if (problems.length) return answer({ problems });
  const target = paths.find((path) => path.__data__.datum.code === click);
  for (const type of ['mousedown', 'mouseup', 'click'])
    target.dispatchEvent(new MouseEvent(type, { bubbles: true, view: window }));
  await view.runAsync();
  answer({ problems, filters, countries, legend: inner.querySelectorAll('.role-legend').length });
}
