use resvg::usvg::Group;
use resvg::usvg::Node;
use resvg::usvg::Rect;
use resvg::usvg::TextChunk;

use super::*;
use crate::language::Text;
use crate::report::charts::text::Type;
use crate::results::TableName;
use crate::status::Status;
use crate::units::Year;

mod fixture;

const LANGUAGES: [Language; 2] = [Language::Vietnamese, Language::English];

fn request(kind: ChartKind, language: Language) -> ChartRequest<'static> {
    ChartRequest { kind, scenario: None, sector: None, area: None, language }
}

fn chart(results: &Results, kind: ChartKind, language: Language) -> Chart {
    draw(results, &request(kind, language)).unwrap()
}

/// Every text of a picture as it is laid out: what it says and its box in pixels of the canvas.
fn texts(svg: &str) -> Vec<(String, Rect)> {
    fn collect(group: &Group, found: &mut Vec<(String, Rect)>) {
        for node in group.children() {
            match node {
                Node::Group(group) => collect(group, found),
                Node::Text(text) => {
                    let said: String = text.chunks().iter().map(TextChunk::text).collect();
                    found.push((said, text.abs_bounding_box()));
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    collect(raster::tree(svg).unwrap().root(), &mut found);
    found
}

fn overlap(one: &Rect, other: &Rect) -> bool {
    let slack = 0.5;
    one.left() + slack < other.right()
        && other.left() + slack < one.right()
        && one.top() + slack < other.bottom()
        && other.top() + slack < one.bottom()
}

fn assert_well_placed(svg: &str, what: &str) {
    let texts = texts(svg);
    assert!(texts.len() > 8, "{what}: {} texts", texts.len());
    for (i, (said, place)) in texts.iter().enumerate() {
        let inside = place.left() >= 0.0
            && place.top() >= 0.0
            && f64::from(place.right()) <= theme::WIDTH
            && f64::from(place.bottom()) <= theme::HEIGHT;
        assert!(inside, "{what}: '{said}' leaves the canvas: {place:?}");
        for (other_said, other) in &texts[i + 1..] {
            assert!(
                !overlap(place, other),
                "{what}: '{said}' and '{other_said}' overlap: {place:?} {other:?}"
            );
        }
    }
}

fn assert_all_well_placed(results: &Results, what: &str) {
    let sectors: Vec<String> = results.sectors.iter().map(|s| s.code.to_string()).collect();
    for language in LANGUAGES {
        for (name, request) in requests(results, &sectors, language) {
            let chart = draw(results, &request).unwrap();
            assert_well_placed(&chart.svg, &format!("{what}, {name}, {}", language.tag()));
        }
    }
}

#[test]
fn no_text_leaves_the_canvas_or_covers_another() {
    assert_all_well_placed(&fixture::results(), "province");
}

#[test]
fn labels_fit_whatever_the_size_of_the_area_and_the_horizon() {
    assert_all_well_placed(&fixture::scaled(60.0), "nation");
    assert_all_well_placed(&fixture::scaled(0.004), "commune");
    assert_all_well_placed(&fixture::results_to(Year(2045)), "to 2045");
    assert_all_well_placed(&fixture::results_to(Year(2026)), "one year");
}

#[test]
fn labels_fit_with_very_long_words_from_the_model_file() {
    let mut results = fixture::results();
    let long = "Kịch bản rất dài với nhiều giả định về tăng trưởng, di cư, đào tạo và việc làm; "
        .repeat(3);
    for scenario in &mut results.scenarios {
        scenario.title = Text::new(long.clone(), long.clone());
    }
    for sector in &mut results.sectors {
        sector.short = Text::new(long.clone(), long.clone());
        sector.title = Text::new(long.clone(), "W".repeat(300));
    }
    results.source_line = Text::new(long.repeat(3), long.repeat(3));
    assert_all_well_placed(&results, "long words");
}

#[test]
fn labels_fit_when_the_results_have_no_percentiles() {
    let mut results = fixture::results();
    for row in results.tables.iter_mut().flat_map(|table| &mut table.rows) {
        (row.p025, row.p10, row.p50, row.p90, row.p975) = (None, None, None, None, None);
        row.p_shortage = None;
    }
    assert_all_well_placed(&results, "no percentiles");
}

#[test]
fn measured_widths_are_those_of_the_layout() {
    let svg = chart(&fixture::results(), ChartKind::Waterfall, Language::Vietnamese).svg;
    let title = &texts(&svg)[0];
    let measured = Type::bold(theme::TITLE, theme::INK).width(&title.0);
    assert!(
        (measured - f64::from(title.1.width())).abs() < 0.02 * measured,
        "{measured} {title:?}"
    );
}

#[test]
fn the_same_results_give_the_same_bytes_on_any_number_of_threads() {
    let mut results = fixture::results();
    results.sectors.truncate(2);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| draw_all(&results, Language::Vietnamese)).unwrap()
    };
    let files = on(1);
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        names[..4],
        ["balance.svg", "balance.png", "balance.csv", "fan-total.svg"]
            .map(|n| format!("charts/{n}"))
    );
    assert!(names.contains(&"charts/fan-A.png") && names.contains(&"charts/waterfall.csv"));
    assert_eq!(files.len(), 3 * 16);
    assert!(files == on(3));
}

#[test]
fn a_picture_is_a_png_of_one_and_a_half_times_the_canvas() {
    let svg = chart(&fixture::results(), ChartKind::Pyramid, Language::English).svg;
    let bytes = png(&svg).unwrap();
    let reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), (2400, 1350));
    assert!(png("no picture").is_err());
}

/// Column `name` of a CSV; no cell before it may hold a comma.
fn column(csv: &str, name: &str) -> Vec<String> {
    let split = |line: &str| -> Vec<String> {
        let mut quoted = false;
        line.split(|c| {
            quoted ^= c == '"';
            c == ',' && !quoted
        })
        .map(str::to_owned)
        .collect()
    };
    let header = split(csv.lines().next().unwrap());
    let index = header.iter().position(|column| column == name).unwrap();
    csv.lines().skip(1).map(|line| split(line)[index].clone()).collect()
}

fn figures(csv: &str, name: &str) -> Vec<f64> {
    column(csv, name).iter().map(|cell| cell.parse().unwrap()).collect()
}

#[test]
fn the_csv_holds_every_figure_the_balance_writes() {
    let chart = chart(&fixture::results(), ChartKind::BalanceBars, Language::Vietnamese);
    let said: Vec<String> = texts(&chart.svg).into_iter().map(|(said, _)| said).collect();
    let means = figures(&chart.csv, "mean");
    assert_eq!(means.len(), 15);
    assert!(means[..14].is_sorted(), "worst first: {means:?}");
    for mean in means {
        let figure = words::Heads::up_to(60_000.0, Language::Vietnamese).signed(mean);
        assert!(said.contains(&figure), "{figure} is not drawn");
    }
}

#[test]
fn the_csv_holds_every_cell_of_the_heat_map() {
    let chart = chart(&fixture::results(), ChartKind::HeatMap, Language::English);
    let said: Vec<String> = texts(&chart.svg).into_iter().map(|(said, _)| said).collect();
    let shares = figures(&chart.csv, "p50");
    assert_eq!(shares.len(), 15 * 5);
    for share in shares {
        let figure = words::with_plus(Language::English.number(share * 100.0, 1));
        assert!(said.contains(&figure), "{figure} is not drawn");
    }
}

#[test]
fn the_csv_holds_every_year_of_a_fan() {
    let results = fixture::results();
    let wanted = ChartRequest { sector: Some("I"), ..request(ChartKind::Fan, Language::English) };
    let chart = draw(&results, &wanted).unwrap();
    let measures = column(&chart.csv, "measure");
    let count = |name: &str| measures.iter().filter(|measure| *measure == name).count();
    assert_eq!(count("employment"), 21);
    assert_eq!((count("demand"), count("supply_after_mobility")), (6, 6));
    // 96,000 × 1.061^5 = 129,076.
    assert!(texts(&chart.svg).iter().any(|(said, _)| said == "Demand 129.1"));
    assert!(column(&chart.csv, "sector").iter().all(|code| code == "VSIC2018:I"));
}

#[test]
fn the_steps_of_a_waterfall_add_up_to_its_last_bar() {
    let chart = chart(&fixture::results(), ChartKind::Waterfall, Language::English);
    let means = figures(&chart.csv, "mean");
    assert_eq!(means.len(), 8);
    assert!((means[..7].iter().sum::<f64>() - means[7]).abs() < 1e-6);
}

#[test]
fn words_from_the_model_file_stay_words() {
    let mut results = fixture::results();
    let attack = "</text><script>alert(\"1\")</script> & \u{0} dy=\"-0.5ex\"";
    results.scenarios[0].title = Text::new(attack, attack);
    results.area_title = Text::new(attack, attack);
    // The fixture is of one area; charts of several have their own tests.
    let of_areas = [ChartKind::Areas, ChartKind::Compared, ChartKind::ComparedSectors];
    for kind in ChartKind::ALL.into_iter().filter(|kind| !of_areas.contains(kind)) {
        let svg = chart(&results, kind, Language::English).svg;
        assert!(!svg.contains("<script"), "{}", kind.name());
        let said = texts(&svg);
        assert!(said.iter().any(|(said, _)| said.contains("<script>alert(\"1\")")));
    }
}

#[test]
fn a_request_the_results_cannot_meet_says_what_they_have() {
    let results = fixture::results();
    let fan = request(ChartKind::Fan, Language::English);
    let message = |request: &ChartRequest| draw(&results, request).unwrap_err().to_string();
    let sector = message(&ChartRequest { sector: Some("VSIC2018:Z"), ..fan });
    assert!(sector.contains("no sector «VSIC2018:Z»") && sector.contains("VSIC2018:HJ"));
    let scenario = message(&ChartRequest { scenario: Some("boom"), ..fan });
    assert!(scenario.contains("no scenario «boom»") && scenario.contains("slow-growth"));
    let heat = ChartRequest { sector: Some("A"), ..request(ChartKind::HeatMap, Language::English) };
    assert!(message(&heat).contains("shows every sector"));
}

#[test]
fn charts_without_their_rows_are_left_out_or_refused() {
    let mut results = fixture::results();
    results.sectors.truncate(1);
    results.scenarios.truncate(1);
    let below = [TableName::Occupations, TableName::Qualifications, TableName::Training];
    let gone = |name| below.contains(&name) || name == TableName::Population;
    results.tables.retain(|table| !gone(table.name) && table.name != TableName::Orders);
    results.target_findings.clear();
    let codes = vec!["VSIC2018:A".to_owned()];
    let names: Vec<String> =
        requests(&results, &codes, Language::English).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["balance", "fan-total", "fan-A", "heatmap", "waterfall"]);
    let accounts = ACCOUNTS.iter().map(|(kind, ..)| *kind);
    let plan = [ChartKind::Targets, ChartKind::TargetsUnsaid];
    let others = [ChartKind::Scenarios, ChartKind::Pyramid].into_iter().chain(plan);
    for kind in others.chain(accounts) {
        let refused = draw(&results, &request(kind, Language::English));
        assert!(matches!(refused, Err(Error::Request { .. })), "{kind:?}");
    }
}

#[test]
fn sector_figures_are_flagged_as_estimates_only_where_they_are() {
    let mut results = fixture::results();
    let flagged = |results: &Results| {
        let svg = chart(results, ChartKind::HeatMap, Language::English).svg;
        svg.contains("are estimates, not observations")
    };
    assert!(flagged(&results));
    for row in results.tables.iter_mut().flat_map(|table| &mut table.rows) {
        row.status = crate::status::Status::Observed;
    }
    assert!(!flagged(&results));
}

#[test]
fn the_source_is_named_once_however_the_model_file_writes_it() {
    let mut results = fixture::results();
    for line in ["ILO (2025)", "Source: ILO (2025)"] {
        results.source_line = Text::new(line, line);
        let svg = chart(&results, ChartKind::HeatMap, Language::English).svg;
        assert!(texts(&svg).iter().any(|(said, _)| said == "Source: ILO (2025)"), "{line}");
    }
}

#[test]
fn a_pyramid_without_percentiles_claims_no_interval() {
    let mut results = fixture::results();
    let speaks = |results: &Results| {
        chart(results, ChartKind::Pyramid, Language::English).svg.contains("80% interval")
    };
    assert!(speaks(&results));
    for row in results.tables.iter_mut().flat_map(|table| &mut table.rows) {
        (row.p10, row.p90) = (None, None);
    }
    assert!(!speaks(&results));
}

#[test]
fn a_pyramid_flags_an_estimated_earlier_year() {
    let mut results = fixture::results();
    let vi = |results: &Results| {
        texts(&chart(results, ChartKind::Pyramid, Language::Vietnamese).svg)
            .into_iter()
            .map(|(said, _)| said)
            .collect::<Vec<_>>()
    };
    assert!(vi(&results).contains(&"2025 (ước lượng)".to_owned()));
    for row in results.tables.iter_mut().flat_map(|table| &mut table.rows) {
        row.status = Status::Observed;
    }
    assert!(vi(&results).contains(&"2025".to_owned()));
}

#[test]
fn orders_show_the_largest_programmes_with_every_answer_and_say_they_are_assumed() {
    let chart = chart(&fixture::results(), ChartKind::Orders, Language::English);
    let methods = column(&chart.csv, "method");
    for method in ["present", "back_out", "optimal", "low", "high"] {
        assert_eq!(methods.iter().filter(|m| *m == method).count(), 9 * 5, "{method}");
    }
    let shown = column(&chart.csv, "qualification");
    assert!(shown.contains(&"college:transport".to_owned()));
    assert!(!shown.contains(&"intermediate:engineering".to_owned()), "the smallest");
    assert!(chart.svg.contains("ILLUSTRATION"));
}

#[test]
fn shares_of_qualifications_are_the_gap_over_demand() {
    let chart = chart(&fixture::results(), ChartKind::Qualifications, Language::English);
    let said: Vec<String> = texts(&chart.svg).into_iter().map(|(said, _)| said).collect();
    // The gap is 1 % of demand times three less the years since the base year.
    for figure in ["+2.0", "+1.0", "0.0", "−1.0", "−2.0"] {
        assert_eq!(said.iter().filter(|text| *text == figure).count(), 12, "{figure}");
    }
}

#[test]
fn flows_from_fields_to_occupations_are_shown_once_each_and_small_ones_together() {
    let chart = chart(&fixture::results(), ChartKind::Flows, Language::English);
    let said: Vec<String> = texts(&chart.svg).into_iter().map(|(said, _)| said).collect();
    let sum: f64 = figures(&chart.csv, "mean").iter().sum();
    let shown = |start: &str| said.iter().any(|text| text.starts_with(start));
    // Engineering has programmes 1 and 7 of twelve that are as large as their number.
    let share = Language::English.percent(8.0 / 78.0, 0);
    assert!(said.iter().any(|text| text.contains(&format!("({share})"))), "{said:?}");
    assert!(shown("Other occupations") && shown("Of 100 newly trained workers"), "{said:?}");
    assert!((sum - 5.0 * 300.0 * 78.0).abs() < 1e-6 * sum, "{sum}");
    assert!(chart.svg.contains("ILLUSTRATION"));
}

#[test]
fn effects_are_summed_beside_their_bars() {
    let chart = chart(&fixture::results(), ChartKind::Effects, Language::English);
    let said: Vec<String> = texts(&chart.svg).into_iter().map(|(said, _)| said).collect();
    // 5,000 + 0.7 × 4,000 × 4 × 5 years in the last occupation.
    assert!(said.contains(&"+61.0".to_owned()), "{said:?}");
}

#[test]
fn targets_on_one_indicator_share_a_panel_that_draws_the_written_rows() {
    let chart = chart(&fixture::results(), ChartKind::Targets, Language::English);
    let said: Vec<String> = texts(&chart.svg).into_iter().map(|(said, _)| said).collect();
    assert!(said.contains(&"Population".to_owned()) && said.contains(&"Growth of GRDP".to_owned()));
    assert_eq!(said.iter().filter(|text| *text == "Growth of GRDP").count(), 1);
    assert!(said.contains(&"2026 ≥ 10.0: off track; probability 1*".to_owned()), "{said:?}");
    assert!(said.contains(&"2026–2030 ≥ 11.0: off track; probability 1*".to_owned()));
    let measures = column(&chart.csv, "measure");
    let count = |name: &str| measures.iter().filter(|measure| *measure == name).count();
    // Three panels of 11 years of the past and five of the forecast, four targets.
    assert_eq!(
        (count("indicator"), count("target_value"), count("needed")),
        (3 * 16, 4, 5 + 1 + 5 + 5)
    );
}

#[test]
fn targets_that_cannot_be_judged_are_listed_with_the_reason() {
    let chart = chart(&fixture::results(), ChartKind::TargetsUnsaid, Language::Vietnamese);
    let said: Vec<String> = texts(&chart.svg).into_iter().map(|(said, _)| said).collect();
    assert!(said.contains(&"2 trên 6 chỉ tiêu chưa đánh giá được, và vì sao".to_owned()));
    assert!(said.contains(&"không có số liệu".to_owned()), "{said:?}");
    assert_eq!(column(&chart.csv, "measure"), ["target_value", "target_value"]);
}

fn targets_of_old_boundaries() -> Results {
    let mut results = fixture::results();
    let rows = results.tables.iter_mut().find(|table| table.name == TableName::Targets);
    rows.unwrap().rows.iter_mut().for_each(|row| row.area = "VN-56@2008".to_owned());
    results.target_findings.iter_mut().for_each(|of| of.area = "VN-56@2008".to_owned());
    results
}

#[test]
fn what_is_said_of_targets_is_never_cut() {
    let results = targets_of_old_boundaries();
    for language in LANGUAGES {
        for kind in [ChartKind::Targets, ChartKind::TargetsUnsaid] {
            let svg = chart(&results, kind, language).svg;
            let said: Vec<String> = texts(&svg).into_iter().map(|(said, _)| said).collect();
            assert!(!said.iter().any(|text| text.ends_with('…')), "{said:?}");
        }
    }
}

#[test]
fn definitions_and_areas_of_targets_are_in_the_language_of_the_slide() {
    let results = targets_of_old_boundaries();
    let said = |kind| {
        let texts = texts(&chart(&results, kind, Language::Vietnamese).svg);
        texts.into_iter().map(|(said, _)| said).collect::<Vec<_>>().join("\n")
    };
    let judged = said(ChartKind::Targets);
    assert!(judged.contains("giá so sánh · địa giới 2008 · % mỗi năm"), "{judged}");
    let unsaid = said(ChartKind::TargetsUnsaid);
    assert!(unsaid.contains("(nông nghiệp, lâm nghiệp và thủy sản; địa giới 2008)"), "{unsaid}");
    for english in ["prices", "mean of", "sum of", " to ", "fishing", "more than", "@", "lfs"] {
        assert!(!judged.contains(english) && !unsaid.contains(english), "{english}");
    }
}

#[test]
fn a_kind_is_found_by_its_name() {
    for kind in ChartKind::ALL {
        assert_eq!(ChartKind::named(kind.name()), Some(kind));
    }
    assert_eq!(ChartKind::named("pie"), None);
}
