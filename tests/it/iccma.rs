//! The competition's frameworks: checks every known answer, and how long it takes to find.
//!
//! If their folder is missing, the tests that need it say so and pass, unless the variable `ICCMA` names one.

use std::time::{Duration, Instant};

use argmap::reason::af::{AnswerError, Budget, FrameworkFormat, answer};

use crate::competition::{Answers, Instance, Question, instances, tell};

/// The results of all questions.
struct Report {
    asked: usize,
    right: usize,
    wrong: Vec<String>,
    late: Vec<String>,
}

impl Report {
    /// Asks every question, with up to `time` for each question and up to `each` for all questions about one framework.
    fn of(instances: &[Instance], time: Duration, each: Duration) -> Self {
        let mut report = Self {
            asked: 0,
            right: 0,
            wrong: Vec::new(),
            late: Vec::new(),
        };
        let begin = Instant::now();
        for instance in instances {
            report.ask(instance, time, each);
        }
        if !instances.is_empty() {
            tell(&format!(
                "{:.1} s for {} questions about {} frameworks: {} answered rightly, {} wrongly, {} left out for lack of time",
                begin.elapsed().as_secs_f64(),
                report.asked,
                instances.len(),
                report.right,
                report.wrong.len(),
                report.late.len(),
            ));
        }
        report
    }

    fn ask(&mut self, instance: &Instance, time: Duration, each: Duration) {
        let start = Instant::now();
        let mut slowest = (Duration::ZERO, String::new());
        let (asked_before, right_before) = (self.asked, self.right);
        for question in instance.answers.questions() {
            self.asked += 1;
            let asked = Instant::now();
            let left = each.saturating_sub(start.elapsed());
            let told = format!("{} {question}", instance.name());
            match solve(instance, &question, &Budget::lasting(time.min(left))) {
                None => self.late.push(told),
                Some(answer) => match question.fault(&instance.framework, &answer) {
                    None => self.right += 1,
                    Some(fault) => self.wrong.push(format!("{} {fault}", instance.name())),
                },
            }
            slowest = slowest.max((asked.elapsed(), question.to_string()));
        }
        println!(
            "{:8.3} s  {} of {} right  {} (slowest: {} in {:.3} s)",
            start.elapsed().as_secs_f64(),
            self.right - right_before,
            self.asked - asked_before,
            instance.name(),
            slowest.1,
            slowest.0.as_secs_f64(),
        );
    }
}

fn solve(instance: &Instance, question: &Question<'_>, budget: &Budget) -> Option<String> {
    let mut out = Vec::new();
    let answered = answer(
        &instance.framework,
        question.problem,
        question.argument,
        question.limit,
        budget,
        &mut out,
    );
    match answered {
        Ok(()) => Some(String::from_utf8(out).unwrap()),
        Err(AnswerError::Interrupted) => None,
        Err(error) => panic!("{question}: {error}"),
    }
}

/// Asks as many questions as there is time for in an unoptimised build, and says which are left out.
#[test]
fn no_answer_is_wrong() {
    let instances = instances();
    let time = Duration::from_millis(300);
    let report = Report::of(&instances, time, Duration::from_secs(1));
    assert!(report.wrong.is_empty(), "wrong: {:#?}", report.wrong);
    // A slow machine leaves out more, but hardly more than half.
    assert!(report.right * 2 >= report.asked, "hardly any were asked");
}

#[test]
#[ignore = "takes an optimised build: cargo test --release --test it iccma -- --ignored --nocapture"]
fn ten_seconds_suffice_for_every_answer() {
    let report = Report::of(&instances(), Duration::from_secs(10), Duration::MAX);
    assert!(report.wrong.is_empty(), "wrong: {:#?}", report.wrong);
    assert!(report.late.len() <= 2, "late: {:#?}", report.late);
}

/// Tests the judge itself: which answers it takes to be right, and which wrong.
#[test]
fn wrong_answers_are_found_out() {
    // Two arguments that attack each other.
    let framework = FrameworkFormat::Af.parse("p af 2\n1 2\n2 1\n").unwrap();
    let answers: Answers = serde_json::from_str(
        r#"{
            "arguments": 2,
            "attacks": 2,
            "grounded": [],
            "ideal": [],
            "counts": { "CO": [3, true] },
            "extensions": { "ST": [[1], [2]], "PR": [[1], [2]] },
            "acceptance": { "DC-ST 1": "YES", "DS-PR 1": "NO" }
        }"#,
    )
    .unwrap();
    let questions = answers.questions();
    let fault = |asked: &str, answer: &str| {
        let question = questions
            .iter()
            .find(|question| question.to_string() == asked);
        question.unwrap().fault(&framework, answer)
    };
    assert_eq!(fault("DC-ST 1", "YES\nw 1\n"), None);
    assert!(fault("DC-ST 1", "NO\n").is_some());
    assert!(fault("DC-ST 1", "YES\nw 2\n").is_some());
    assert!(fault("DC-ST 1", "YES\nw 1 2\n").is_some());
    assert!(fault("DC-ST 1", "YES\n").is_some());
    assert_eq!(fault("DS-PR 1", "NO\nw 2\n"), None);
    assert!(fault("DS-PR 1", "NO\nw\n").is_some());
    assert_eq!(fault("CE-CO", "3\n"), None);
    assert!(fault("CE-CO", "2\n").is_some());
    assert_eq!(fault("EE-ST", "[[2],[1]]\n"), None);
    assert!(fault("EE-ST", "[[2],[1],[1]]\n").is_some());
    assert!(fault("EE-ST", "[[2]]\n").is_some());
    assert_eq!(fault("SE-GR", "w\n"), None);
    assert!(fault("SE-GR", "NO\n").is_some());
}
