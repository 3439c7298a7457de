//! Hosted zones of AWS's own domains, by region.

/// Regions, each with the zone of S3's web sites and of Elastic Beanstalk's environments; empty where there is none.
///
/// Sources: <https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints> and
/// <https://docs.aws.amazon.com/general/latest/gr/elasticbeanstalk.html>
const ZONES: [(&str, &str, &str); 39] = [
    ("af-south-1", "Z11KHD8FBVPUYU", "Z1EI3BVKMKK4AM"),
    ("ap-east-1", "ZNB98KWMFR0R6", "ZPWYUBWRU171A"),
    ("ap-east-2", "Z064739330DAH7WJVOO93", ""),
    ("ap-northeast-1", "Z2M4EHUR26P7ZW", "Z1R25G3KIG2GBW"),
    ("ap-northeast-2", "Z3W03O7B5YMIYP", "Z3JE5OI70TWKCP"),
    ("ap-northeast-3", "Z2YQB5RD63NC85", "ZNE5GEY1TIAGY"),
    ("ap-south-1", "Z11RGJOFQNVJUP", "Z18NTBI3Y7N9TZ"),
    ("ap-south-2", "Z02976202B4EZMXIPMXF7", "Z10223522IBWPBF2C2FJS"),
    ("ap-southeast-1", "Z3O0J2DXBE1FTB", "Z16FZ9L249IFLT"),
    ("ap-southeast-2", "Z1WCIGYICN2BYD", "Z2PCDNR3VC2G1N"),
    ("ap-southeast-3", "Z01846753K324LI26A3VV", "Z05913172VM7EAZB40TA8"),
    ("ap-southeast-4", "Z0312387243XT5FE14WFO", "Z0666869LC74UHAO5YE4"),
    ("ap-southeast-5", "Z08660063OXLMA7F1FJHU", "Z01812971H0QCYWSL7WOH"),
    ("ap-southeast-6", "", "Z01144401H1NECCLJDD4D"),
    ("ap-southeast-7", "Z0031014GXUMRZG6I14G", "Z1R25G3KIG2GBW"),
    ("ca-central-1", "Z1QDHH18159H29", "ZJFCZL7SSZB5I"),
    ("ca-west-1", "Z03565811Z33SLEZTHOUL", "Z1021028356Y0CYS11DQI"),
    ("cn-north-1", "Z5CN8UMXT92WN", ""),
    ("cn-northwest-1", "Z282HJ1KT0DH03", ""),
    ("eu-central-1", "Z21DNDUVLTQW6Q", "Z1FRNW7UH4DEZJ"),
    ("eu-central-2", "Z030506016YDQGETNASS", "Z00227012FSHBMZNNSJJI"),
    ("eu-north-1", "Z3BAZG2TWCNX0D", "Z23GO28BZ5AETM"),
    ("eu-south-1", "Z3IXVV8C73GIO3", "Z10VDYYOA2JFKM"),
    ("eu-south-2", "Z0081959F7139GRJC19J", "Z23GO28BZ5AETM"),
    ("eu-west-1", "Z1BKCTXD74EZPE", "Z2NYPWQ7DFZAZH"),
    ("eu-west-2", "Z3GKZC51ZF0DB4", "Z1GKAAAUGATPF1"),
    ("eu-west-3", "Z3R1K369G5AVDG", "Z5WN6GAYWG5OB"),
    ("il-central-1", "Z09640613K4A3MN55U7GU", "Z02941091PERNCB1MI5H7"),
    ("me-central-1", "Z06143092I8HRXZRUZROF", ""),
    ("me-south-1", "Z1MPMWCPA7YB62", "Z2BBTEKR2I36N2"),
    ("sa-east-1", "Z7KQH4QJS55SO", "Z10X7K2B4QSOFV"),
    ("us-east-1", "Z3AQBSTGFYJSTF", "Z117KPS5GTRQ2G"),
    ("us-east-2", "Z2O1EMRO9K5GLX", "Z14LCN19Q5QHIC"),
    ("us-gov-east-1", "Z2NIFVYYW2VKV1", "Z35TSARG0EJ4VU"),
    ("us-gov-west-1", "Z31GFT0UA1I2HV", "Z4KAURWC4UUUG"),
    ("us-isof-east-1", "Z03373031FTGQH4MNG6ST", ""),
    ("us-isof-south-1", "Z03376072I8GXC2DXUFXI", ""),
    ("us-west-1", "Z2F56UZL2M1ACD", "Z1LQECGX5PH1X"),
    ("us-west-2", "Z3BJ6K6RIION7M", "Z38NKT9BP95V3O"),
];

/// Zone of S3's web sites in this region.
pub(super) fn website(region: &str) -> Option<&'static str> {
    known(region, |(_, website, _)| website)
}

/// Zone of Elastic Beanstalk's environments in this region.
pub(super) fn elastic_beanstalk(region: &str) -> Option<&'static str> {
    known(region, |(_, _, environments)| environments)
}

fn known(
    region: &str,
    zone: impl Fn((&'static str, &'static str, &'static str)) -> &'static str,
) -> Option<&'static str> {
    let row = ZONES.iter().find(|(known, ..)| *known == region)?;
    Some(zone(*row)).filter(|zone| !zone.is_empty())
}
