//! Tables that begin with data from a bucket.

use crate::Expr;
use crate::s3::Bucket;
use bon::Builder;

/// Format of data to import.
#[derive(Clone, Debug)]
pub enum InputFormat {
    /// JSON of DynamoDB.
    DynamoDbJson,
    /// Ion of Amazon.
    Ion,
    /// Comma separated values; the delimiter, and names of columns where the first line has none.
    Csv {
        /// What stands between values. Default: a comma.
        delimiter: Option<char>,
        /// Names of the columns. Default: those in the first line.
        header_list: Vec<String>,
    },
}

/// How data to import is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputCompression {
    /// By gzip.
    Gzip,
    /// By Zstandard.
    Zstd,
    /// Not at all.
    None,
}

/// Data of a bucket with which a table begins.
#[derive(Builder, Clone, Debug)]
pub struct ImportSource {
    /// Bucket that holds the data.
    #[builder(with = |bucket: &Bucket| bucket.clone())]
    bucket: Bucket,
    /// Format of the data.
    input_format: InputFormat,
    /// How it is packed. Default: not at all.
    compression_type: Option<InputCompression>,
    /// What the keys of the data begin with. Default: anything.
    #[builder(into)]
    key_prefix: Option<String>,
    /// Account of the bucket's owner. Default: the table's.
    #[builder(into)]
    bucket_owner: Option<String>,
}

impl ImportSource {
    pub(super) fn to_expr(&self) -> Expr {
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        let packed = self.compression_type.map_or(Expr::Null, |packed| {
            Expr::from(match packed {
                InputCompression::Gzip => "GZIP",
                InputCompression::Zstd => "ZSTD",
                InputCompression::None => "NONE",
            })
        });
        let (format, options) = match &self.input_format {
            InputFormat::DynamoDbJson => ("DYNAMODB_JSON", Expr::Null),
            InputFormat::Ion => ("ION", Expr::Null),
            InputFormat::Csv { delimiter, header_list } => {
                let delimiter =
                    delimiter.map_or(Expr::Null, |delimiter| Expr::from(delimiter.to_string()));
                let options = Expr::object([
                    ("Delimiter", delimiter),
                    ("HeaderList", crate::bag::list(header_list.clone())),
                ]);
                ("CSV", Expr::object([("Csv", options)]))
            }
        };
        let source = Expr::object([
            ("S3Bucket", self.bucket.bucket_name().into_expr()),
            ("S3BucketOwner", text(&self.bucket_owner)),
            ("S3KeyPrefix", text(&self.key_prefix)),
        ]);
        Expr::object([
            ("InputCompressionType", packed),
            ("InputFormat", Expr::from(format)),
            ("InputFormatOptions", options),
            ("S3BucketSource", source),
        ])
    }
}
