// A lesson's step as Plugin/Web/Core/LessonView.cpp gives it.
export interface Control { id: string; label: string; unit: string; min: number; max: number; logarithmic: boolean; value: number; locked?: boolean; increment?: number; blind?: boolean }

export interface View {
    lesson: { id: string; version: number; title: string };
    seed: string; fixed_seed: boolean;
    phase: "ready" | "listening" | "answered" | "finished";
    position: number; progress: number[]; where: string; kind: string; asks: boolean; title: string; text: string;
    cards: { letter: string; name: string; alt: string; plays: number; can_play: boolean }[];
    choices: { key: number; label: string }[];
    can_answer: boolean; can_advance: boolean; can_go_back: boolean; attempts_left: number; hints_left: number; scope_shown: boolean;
    controls: Control[];
    pictures: boolean; answered: number; passed: boolean;
    review: { title: string; given: string; right: string; score: number; points: number }[];
    score?: number; maximum?: number; recall?: string; solution?: string;
    multiple?: boolean; unit?: string; least_words?: number; tune?: Control;
    checks?: { field: string; label: string; unit: string }[]; by_hand?: boolean;
    limits?: { done: boolean; series: number; ascending: boolean; heard: boolean };
    outcome?: { accepted: boolean; correct: boolean; final: boolean; noted: boolean; text: string };
    hint?: string; fields?: Record<string, string>;
}
export interface Trace { name: string; from_ms: number; to_ms: number; low_mv: number[]; high_mv: number[]; spikes_ms: number[] }
export interface Traces { traces: Trace[]; numbers: boolean }
export interface Listed { file: string; text: string; id: string; title: string; summary: string; minutes: number; missing: string[] }
export interface CardSound { goes_on: boolean; loop?: boolean; left?: Float32Array; right?: Float32Array; live_input?: boolean; values?: number[]; initial?: (number | null)[] }
