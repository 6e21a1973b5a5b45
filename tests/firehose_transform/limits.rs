//! Documents that do not fit, records without time, and documents that cannot be put into the
//! stream again.

use super::*;

#[test]
fn joined_documents_that_do_not_fit_are_put_again_each_alone() {
    // One record whose documents together exceed the limits of an answer and of a record.
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(
        &firehose,
        &[("SEVERAL_LINES", "join"), ("OUTPUT_NEWLINE", "true")],
    );
    let many: Vec<u8> = (0..12_000).flat_map(line).collect();
    let answers = invoke(&function, &event(&[line(20_000), many]));
    assert_eq!(results(&answers), ["Ok", "Dropped"]);
    assert_eq!(firehose.ids().len(), 12_000);
}

#[test]
fn a_record_that_is_not_done_in_time_fails_and_the_answer_is_still_sent() {
    let firehose = Firehose::start(|_| Fault::Hang);
    let raw = [line(1), line(2)].concat();
    let answer = start(&firehose, &[])
        .invoke(&event(&[line(3), raw.clone()]), Duration::from_secs(10))
        .unwrap();
    let answers = answer["records"].as_array().unwrap();
    assert_eq!(results(answers), ["Ok", "ProcessingFailed"]);
    assert_eq!(data(&answers[1]), raw);
}

#[test]
fn a_record_whose_documents_cannot_be_put_again_fails_with_its_raw_data() {
    let firehose = Firehose::start(|_| Fault::AccessDenied);
    let raw = [line(1), line(2)].concat();
    let answers = invoke(&start(&firehose, &[]), &event(&[raw.clone(), line(3)]));
    assert_eq!(results(&answers), ["ProcessingFailed", "Ok"]);
    assert_eq!(data(&answers[0]), raw);
    // Without a stream's name, no document can be put into the stream again.
    let firehose = Firehose::start(|_| Fault::None);
    let mut event = event(std::slice::from_ref(&raw));
    event.as_object_mut().unwrap().remove("deliveryStreamArn");
    assert_eq!(
        results(&invoke(&start(&firehose, &[]), &event)),
        ["ProcessingFailed"]
    );
}

#[test]
fn dropped_lines_are_answered_dropped_and_counted() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(&firehose, &[("DROP", "url.path=/page/1")]);
    let answers = invoke(
        &function,
        &event(&[
            line(1),
            line(2),
            [line(1), line(3)].concat(),
            [line(1), line(1)].concat(),
        ]),
    );
    assert_eq!(results(&answers), ["Dropped", "Ok", "Ok", "Dropped"]);
    assert_eq!(document(&answers[2])["url"]["path"], "/page/3");
    assert!(
        function.logs_with("batch done").contains(r#""dropped":4"#),
        "{}",
        function.logs()
    );
}

#[test]
fn an_empty_batch_a_huge_record_and_many_tiny_ones_work() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(&firehose, &[]);
    assert!(invoke(&function, &event(&[])).is_empty());
    let answers = invoke(
        &function,
        &event(&[[b"x".repeat(1_020_000), b"\n".to_vec()].concat()]),
    );
    assert_eq!(results(&answers), ["Ok"]);
    assert!(data(&answers[0]).len() <= 1_024_000);
    let tiny = vec![b"a".to_vec(); 10_000];
    assert_eq!(invoke(&function, &event(&tiny)).len(), 10_000);
}

/// A batch whose documents would make an answer of about this many bytes.
fn batch_of(function: &Function, bytes: usize) -> Vec<Vec<u8>> {
    let one = serde_json::to_string(&invoke(function, &event(&[line(1_000_000)]))[0])
        .unwrap()
        .len();
    (0..bytes / (one + 3))
        .map(|n| line(1_000_000 + n))
        .collect()
}

#[test]
fn the_answer_never_exceeds_its_limit_and_other_documents_are_put_again() {
    let firehose = Firehose::start(|_| Fault::None);
    let function = start(&firehose, &[]);
    for (bytes, overflows) in [(5_900_000, false), (6_000_000, true), (6_100_000, true)] {
        // The further lines make the answer exceed the limit for certain, and add less than 0.1 MB.
        let mut batch = batch_of(&function, bytes);
        let last = batch.len();
        batch.extend(
            (last..last + 40)
                .map(|n| line(1_000_000 + n))
                .take(if overflows { 40 } else { 0 }),
        );
        let before = firehose.documents().len();
        let answer = function.invoke(&event(&batch), AMPLE).unwrap();
        let size = serde_json::to_vec(&answer).unwrap().len();
        let answers = answer["records"].as_array().unwrap();
        let dropped = results(answers)
            .iter()
            .filter(|result| **result == "Dropped")
            .count();
        assert!(size <= 6_000_000, "{size}");
        assert_eq!(
            dropped > 0,
            overflows,
            "{bytes}: {size} bytes, {dropped} dropped"
        );
        assert_eq!(firehose.documents().len() - before, dropped);
        assert_eq!(answers.len(), batch.len());
    }
    // If the stream refuses the documents that do not fit, their records fail with their raw data,
    // and the answer still fits.
    let broken = Firehose::start(|_| Fault::AccessDenied);
    let batch = batch_of(&function, 6_500_000);
    let answer = start(&broken, &[]).invoke(&event(&batch), AMPLE).unwrap();
    assert!(serde_json::to_vec(&answer).unwrap().len() <= 6_000_000);
    let failed: Vec<_> = answer["records"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|answer| answer["result"] == "ProcessingFailed")
        .collect();
    assert!(!failed.is_empty());
    assert!(
        failed
            .iter()
            .all(|answer| data(answer).starts_with(b"203.0.113."))
    );
}

#[test]
fn every_line_is_in_exactly_one_answer_put_or_failure() {
    // Eight random batches under each fault. The generator is the same in every run.
    let mut seed = 7_u64;
    let mut random = move |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((seed >> 33) % below).unwrap()
    };
    let faults: [fn(usize) -> Fault; 3] = [
        |_| Fault::None,
        |_| Fault::AccessDenied,
        |request| {
            if request == 0 {
                Fault::Refuse(|index| index % 2 == 0)
            } else {
                Fault::None
            }
        },
    ];
    for fault in faults {
        let firehose = Firehose::start(fault);
        let function = start(&firehose, &[]);
        for round in 0..8 {
            let mut next = round * 10_000;
            let batch: Vec<Vec<u8>> = (0..random(20))
                .map(|_| {
                    let lines = random(5);
                    (0..lines)
                        .flat_map(|_| {
                            next += 1;
                            line(next)
                        })
                        .collect()
                })
                .collect();
            firehose.accepted.lock().unwrap().clear();
            let answers = invoke(&function, &event(&batch));
            let mut found = paths(&firehose.documents());
            for (answer, raw) in answers.iter().zip(&batch) {
                match answer["result"].as_str().unwrap() {
                    "Ok" => found.extend(paths([&document(answer)])),
                    "ProcessingFailed" => {
                        assert_eq!(&data(answer), raw);
                        // Documents that were accepted before get the same ids again.
                        let lines = String::from_utf8(raw.clone()).unwrap();
                        found.extend(
                            lines
                                .lines()
                                .map(|line| line.split(' ').nth(6).unwrap().to_owned()),
                        );
                    }
                    _ => assert!(raw.is_empty()),
                }
            }
            found.sort();
            found.dedup();
            let mut expected: Vec<_> = (round * 10_000 + 1..=next)
                .map(|n| format!("/page/{n}"))
                .collect();
            expected.sort();
            assert_eq!(found, expected);
        }
    }
}
