//! Enums that are stored and sent by name.

use std::fmt;

/// An enum that [`text_enum!`] has defined.
pub trait TextEnum: Copy + 'static {
    /// The enum's name in error messages and in the OpenAPI document.
    const TYPE_NAME: &'static str;
    const VARIANTS: &'static [Self];

    /// The name it is stored and sent by.
    fn as_str(self) -> &'static str;

    fn parse(text: &str) -> Option<Self> {
        Self::VARIANTS.iter().copied().find(|variant| variant.as_str() == text)
    }
}

/// A text that is not the name of any variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownVariant {
    pub type_name: &'static str,
    pub text: String,
}

impl fmt::Display for UnknownVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {}: {:?}", self.type_name, self.text)
    }
}

impl std::error::Error for UnknownVariant {}

/// Defines an enum from its variants and their names: `ALL`, `as_str`, `parse`, serde, and, with the
/// feature `openapi`, a schema with the list of names. `as Name` names the schema where the type's
/// own name would not be unique in the document.
///
/// The names are matched as `tt`: utoipa does not see a `literal` that a macro puts into `rename`.
macro_rules! text_enum {
    (
        $(#[$outer:meta])*
        pub enum $name:ident $(as $schema:ident)? {
            $($(#[$doc:meta])* $variant:ident = $text:tt,)*
        }
    ) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        $(#[cfg_attr(feature = "openapi", schema(as = $schema))])?
        $(#[$outer])*
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            pub const ALL: [$name; [$($text),*].len()] = [$($name::$variant,)*];

            /// The name it is stored and sent by.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                <Self as $crate::text_enum::TextEnum>::parse(text)
            }
        }

        impl $crate::text_enum::TextEnum for $name {
            const TYPE_NAME: &'static str = text_enum!(@name $name $($schema)?);
            const VARIANTS: &'static [Self] = &Self::ALL;

            fn as_str(self) -> &'static str {
                $name::as_str(self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::text_enum::UnknownVariant;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or($crate::text_enum::UnknownVariant {
                    type_name: <Self as $crate::text_enum::TextEnum>::TYPE_NAME,
                    text,
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
    (@name $name:ident) => { stringify!($name) };
    (@name $name:ident $schema:ident) => { stringify!($schema) };
}

#[cfg(test)]
mod tests {

    text_enum! {
        pub enum Colour as ColourOfTheSky {
            DeepBlue = "deep_blue",
            Grey = "grey",
        }
    }

    #[test]
    fn a_variant_is_stored_sent_and_read_back_by_its_name() {
        for colour in Colour::ALL {
            assert_eq!(Colour::parse(colour.as_str()), Some(colour));
            assert_eq!(Colour::try_from(colour.to_string()), Ok(colour));
            let json = serde_json::to_value(colour).unwrap();
            assert_eq!(json, serde_json::json!(colour.as_str()));
            assert_eq!(serde_json::from_value::<Colour>(json).unwrap(), colour);
        }
    }

    #[test]
    fn an_unknown_name_is_an_error_that_says_of_what() {
        let error = Colour::try_from("pink".to_owned()).unwrap_err();
        assert_eq!(error.to_string(), "unknown ColourOfTheSky: \"pink\"");
    }
}
