//! Figures of the labour accounts below sectors: occupations, qualifications, training.
//!
//! Each table is a list with columns of its own; a model that has none of them stops at sectors.

use crate::codes::AgeGroup;
use crate::codes::AreaCode;
use crate::codes::OccupationCode;
use crate::codes::QualificationCode;
use crate::codes::SectorCode;
use crate::codes::Sex;
use crate::status::Status;
use crate::units::Year;

/// Whom a share of qualifications is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Workers {
    /// Those of an occupation.
    Occupation(OccupationCode),
    /// Those of a sector.
    Sector(SectorCode),
    /// The labour force of the area.
    LabourForce,
}

/// Share of an occupation in the employment of a sector.
#[derive(Clone, Debug, PartialEq)]
pub struct OccupationShare {
    /// Area it was observed in.
    pub area: AreaCode,
    /// The sector.
    pub sector: SectorCode,
    /// The occupation.
    pub occupation: OccupationCode,
    /// Its year.
    pub year: Year,
    /// The share, 0 to 1.
    pub share: f64,
    /// Persons interviewed in the sector, if stated.
    pub sample_size: Option<f64>,
    /// How it came to be known.
    pub status: Status,
}

/// Share of a qualification among workers.
#[derive(Clone, Debug, PartialEq)]
pub struct QualificationShare {
    /// Area it was observed in.
    pub area: AreaCode,
    /// Among whom.
    pub among: Workers,
    /// The qualification.
    pub qualification: QualificationCode,
    /// Its year.
    pub year: Year,
    /// The share, 0 to 1.
    pub share: f64,
    /// Persons interviewed, if stated.
    pub sample_size: Option<f64>,
    /// How it came to be known.
    pub status: Status,
}

/// Persons who began a training programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Enrolment {
    /// The qualification the programme leads to.
    pub qualification: QualificationCode,
    /// The year they began.
    pub year: Year,
    /// New entrants, in persons.
    pub intake: f64,
    /// How it came to be known.
    pub status: Status,
}

/// What becomes of those who begin a training programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// The qualification it leads to.
    pub qualification: QualificationCode,
    /// Years from entry to completion.
    pub duration: f64,
    /// Share who complete it.
    pub completion: f64,
    /// Share of graduates who study on.
    pub further_study: f64,
    /// Share of the others who enter the labour force.
    pub participation: f64,
    /// Share of those who stay in the area.
    pub stay: f64,
    /// Share of those who work in their field.
    pub matched: f64,
    /// Public cost of a place over the whole programme, in million dong.
    pub cost: f64,
    /// Qualification of the programme that graduates who study on begin, if it is known.
    pub continues_to: Option<QualificationCode>,
    /// New entrants a year that public services need at least.
    pub floor: f64,
    /// Cost of a worker missing for a year, in million dong, where it is not that of the model.
    pub shortage_cost: Option<f64>,
    /// Cost of a worker too many for a year, in million dong, where it is not that of the model.
    pub surplus_cost: Option<f64>,
    /// How the figures came to be known.
    pub status: Status,
}

/// Share of the holders of a qualification who work in an occupation.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldOccupation {
    /// Area it was observed in.
    pub area: AreaCode,
    /// The qualification.
    pub qualification: QualificationCode,
    /// The occupation.
    pub occupation: OccupationCode,
    /// The share, 0 to 1.
    pub share: f64,
    /// Persons interviewed, if stated.
    pub sample_size: Option<f64>,
    /// How it came to be known.
    pub status: Status,
}

/// Yearly rates at which holders of a qualification move over the border of the area.
#[derive(Clone, Debug, PartialEq)]
pub struct QualifiedMigration {
    /// The qualification.
    pub qualification: QualificationCode,
    /// Moves into the area per holder there and year.
    pub in_rate: f64,
    /// Moves out of it per holder and year.
    pub out_rate: f64,
    /// How the rates came to be known.
    pub status: Status,
}

/// Yearly rate at which working adults gain a higher qualification.
#[derive(Clone, Debug, PartialEq)]
pub struct Upgrading {
    /// Qualification before.
    pub from: QualificationCode,
    /// Qualification after.
    pub to: QualificationCode,
    /// Share of the holders a year.
    pub rate: f64,
    /// How the rate came to be known.
    pub status: Status,
}

/// Yearly rate at which workers leave an occupation for good.
#[derive(Clone, Debug, PartialEq)]
pub struct ExitRate {
    /// The occupation.
    pub occupation: OccupationCode,
    /// Sex, if the rate differs by it.
    pub sex: Option<Sex>,
    /// Ages.
    pub age: AgeGroup,
    /// Exits per worker and year.
    pub rate: f64,
    /// Workers the rate was measured on, if stated.
    pub sample_size: Option<f64>,
    /// Standard error of the rate, if stated.
    pub standard_error: Option<f64>,
    /// How it came to be known.
    pub status: Status,
}

/// Workers of an occupation by sex and age.
#[derive(Clone, Debug, PartialEq)]
pub struct OccupationAge {
    /// The occupation.
    pub occupation: OccupationCode,
    /// The year of the count.
    pub year: Year,
    /// Women or men.
    pub sex: Sex,
    /// Ages.
    pub age: AgeGroup,
    /// Workers.
    pub persons: f64,
    /// How it came to be known.
    pub status: Status,
}

/// Signs of how tight the market of an occupation is at present.
#[derive(Clone, Debug, PartialEq)]
pub struct Tightness {
    /// The occupation.
    pub occupation: OccupationCode,
    /// Unemployed over employed.
    pub unemployment: Option<f64>,
    /// Vacancies over employed.
    pub vacancies: Option<f64>,
    /// Growth of wages over the year before.
    pub wage_growth: Option<f64>,
    /// How the signs came to be known.
    pub status: Status,
}

/// Places of a workshop or school that one programme may fill.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkshopPlaces {
    /// The workshop or school; all its rows share its places.
    pub workshop: String,
    /// A qualification trained there.
    pub qualification: QualificationCode,
    /// New entrants it can take a year, all programmes together.
    pub places: f64,
    /// How it came to be known.
    pub status: Status,
}

/// Limits on orders of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderLimit {
    /// The year.
    pub year: Year,
    /// Money for new places, in million dong.
    pub budget: Option<f64>,
    /// School leavers who are willing to be trained.
    pub school_leavers: Option<f64>,
    /// How the limits came to be known.
    pub status: Status,
}

/// The tables of the labour accounts, in the order of their files; empty where absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountTables {
    /// Sector × occupation.
    pub occupation_shares: Vec<OccupationShare>,
    /// Occupation, sector or labour force × qualification.
    pub qualification_shares: Vec<QualificationShare>,
    /// Those who began a programme.
    pub enrolment: Vec<Enrolment>,
    /// Programmes.
    pub programmes: Vec<Programme>,
    /// Qualification × occupation.
    pub field_occupations: Vec<FieldOccupation>,
    /// Migration by qualification.
    pub migration: Vec<QualifiedMigration>,
    /// Upgrading of working adults.
    pub upgrading: Vec<Upgrading>,
    /// Exits by occupation.
    pub exit_rates: Vec<ExitRate>,
    /// Workers of occupations by sex and age.
    pub occupation_ages: Vec<OccupationAge>,
    /// Present tightness.
    pub tightness: Vec<Tightness>,
    /// Workshops.
    pub workshops: Vec<WorkshopPlaces>,
    /// Limits on orders.
    pub order_limits: Vec<OrderLimit>,
}

impl AccountTables {
    /// The programme that leads to a qualification.
    pub fn programme(&self, qualification: &QualificationCode) -> Option<&Programme> {
        self.programmes.iter().find(|programme| programme.qualification == *qualification)
    }
}
