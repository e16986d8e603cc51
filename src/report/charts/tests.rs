use super::*;

mod fixture;

#[test]
#[ignore = "look"]
fn write_all() {
    let results = fixture::results();
    for language in [Language::Vietnamese, Language::English] {
        let start = std::time::Instant::now();
        let files = draw_all(&results, language).unwrap();
        eprintln!("{:?} {}", start.elapsed(), files.len());
        for file in files {
            let path = format!("/tmp/h/charts/out/{}/{}", language.tag(), file.name);
            std::fs::create_dir_all(std::path::Path::new(&path).parent().unwrap()).unwrap();
            std::fs::write(path, file.bytes).unwrap();
        }
    }
}
