// Grading of mathematical answers.
export { type AnswerSource, type ExtractedAnswer, extractAnswer } from './extract-answer.js';
export {
  type AnswerCase,
  type AnswerGrade,
  compareAnswers,
  type GradeReason,
  type GradingOptions,
  gradeAnswer,
  longestResponse,
} from './grade-answer.js';
export { type AnswerGrader, type GraderOptions, openGrader } from './grader.js';
export type { Tolerance } from './same-value.js';
