// The bundled build of ECharts: one file loads in a tenth of the time of its hundreds of modules.
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export * from 'echarts';
}
